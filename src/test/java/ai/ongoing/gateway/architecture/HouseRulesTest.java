package ai.ongoing.gateway.architecture;

import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each house rule is seen failing on a class planted for it, and on that class for the right reason. */
final class HouseRulesTest {

    private static final String PLANTED = Rooms.ROOT + ".architecture.planted";

    private static final JavaClasses CULPRITS = new ClassFileImporter().importPackages(PLANTED);

    private final HouseRules rules = new HouseRules(PLANTED);

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            java.sql stays behind the ports                      | api.SqlInTheApi
            Netty and Reactor stay with the byte pump            | api.NettyInTheApi
            the domain knows no Spring                           | trace.SpringInTheDomain
            only the command line writes to stdout               | proxy.PrintsToStdout
            only start-up and the command line write to stderr   | proxy.PrintsToStderr
            types are final, abstract, sealed, records or enums  | loose.OpenToInheritance
            no dump names                                        | loose.StringUtils
            no dump packages                                     | helper.Anything
            constructor injection only                           | loose.InjectedField
            case changes name their locale                       | loose.LowerCase
            """)
    void findsThePlantedCulpritAndNoOther(String rule, String culprit) {
        ArchRule tested = Objects.requireNonNull(rules.all().get(rule), rule);
        assertThat(tested.evaluate(CULPRITS).getFailureReport().getDetails())
                .isNotEmpty()
                .allSatisfy(
                        detail -> assertThat(detail).containsPattern(culprit.replace(".", "\\.") + "|package-info"));
    }

    @Test
    void findsARoomThatUsesAStranger() {
        assertThat(rules.mayUseOnly("trace", Set.of())
                        .evaluate(CULPRITS)
                        .getFailureReport()
                        .getDetails())
                .isNotEmpty()
                .allSatisfy(detail -> assertThat(detail).contains("LooksIntoStorage"));
        assertThat(rules.mayUseOnly("trace", Set.of("storage"))
                        .evaluate(CULPRITS)
                        .hasViolation())
                .isFalse();
    }

    @Test
    void findsACircle() {
        assertThat(slices().matching(PLANTED + ".(*)..")
                        .should()
                        .beFreeOfCycles()
                        .evaluate(CULPRITS)
                        .hasViolation())
                .isTrue();
    }

    @Test
    void findsAPackageWithoutAPlace() {
        assertThat(Rooms.found(CULPRITS, PLANTED)).contains("loose", "helper");
        assertThat(Rooms.MAY_USE).doesNotContainKeys("loose", "helper");
    }

    @Test
    void findsTheNameOfADatabase() {
        Path planted = Path.of("target", "test-classes", "ai", "ongoing", "gateway", "architecture", "planted");
        assertThat(BackendWords.outsideTheirRooms(planted))
                .isNotEmpty()
                .allSatisfy(line -> assertThat(line).startsWith("api/KnowsItsDatabase.class says: "));
    }
}
