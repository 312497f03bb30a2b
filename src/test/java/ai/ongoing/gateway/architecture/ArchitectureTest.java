package ai.ongoing.gateway.architecture;

import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Holds the program to the floor plan of {@link Rooms} and to the {@link HouseRules}. */
final class ArchitectureTest {

    private static final JavaClasses MAIN = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages(Rooms.ROOT);

    private static final Path MAIN_FOLDER = Path.of("target", "classes", "ai", "ongoing", "gateway");

    private final HouseRules rules = new HouseRules(Rooms.ROOT);

    @TestFactory
    Stream<DynamicTest> everyRoomUsesOnlyItsNeighbours() {
        return Rooms.MAY_USE.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .map(entry -> DynamicTest.dynamicTest(
                        entry.getKey(),
                        () -> rules.mayUseOnly(entry.getKey(), entry.getValue()).check(MAIN)));
    }

    @TestFactory
    Stream<DynamicTest> everyHouseRuleHolds() {
        return rules.all().entrySet().stream()
                .map(entry -> DynamicTest.dynamicTest(
                        entry.getKey(), () -> entry.getValue().check(MAIN)));
    }

    @Test
    void everyPackageHasItsPlace() {
        assertThat(Rooms.found(MAIN, Rooms.ROOT))
                .as("packages; list a new one in Rooms.MAY_USE and in src/docs/architecture.md")
                .isSubsetOf(Stream.concat(Stream.of(Rooms.HALL), Rooms.MAY_USE.keySet().stream())
                        .toList());
    }

    @Test
    void nothingGoesInCircles() {
        slices().matching(Rooms.ROOT + ".(**)").should().beFreeOfCycles().check(MAIN);
    }

    @Test
    void onlyStorageAndConfigurationKnowTheDatabasesByName() {
        assertThat(BackendWords.outsideTheirRooms(MAIN_FOLDER))
                .as("names of databases outside " + BackendWords.KNOWING)
                .isEmpty();
    }
}
