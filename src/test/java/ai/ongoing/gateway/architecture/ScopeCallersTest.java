package ai.ongoing.gateway.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/**
 * The one list of callers that reach over tenants. Row-level security keeps tenants apart only as long as these two
 * scopes are rare and known by name.
 */
final class ScopeCallersTest {

    private static final String SCOPE = Rooms.ROOT + ".storage.row.RowScope";

    /** Inserts of many tenants' rows in one batch. */
    private static final Set<String> WRITERS = Set.of("storage.row.JdbcTraceSink");

    /** Reads over all tenants: while authentication is off, and the counts of health and start-up. */
    private static final Set<String> OPERATORS = Set.of("storage.row.TableSnapshot");

    private static final JavaClasses MAIN = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages(Rooms.ROOT);

    @Test
    void onlyTheListedCallersReachOverTenants() {
        Map<String, Set<String>> users = users(MAIN, SCOPE);
        assertThat(users.getOrDefault("WRITER", Set.of())).as("writer scope").isSubsetOf(WRITERS);
        assertThat(users.getOrDefault("OPERATOR", Set.of()))
                .as("operator scope")
                .isSubsetOf(OPERATORS);
    }

    @Test
    void findsAPlantedCaller() {
        String planted = Rooms.ROOT + ".architecture.planted";
        JavaClasses culprits = new ClassFileImporter().importPackages(planted);
        assertThat(users(culprits, planted + ".storage.WideScope"))
                .containsEntry("WRITER", Set.of("architecture.planted.storage.Intruder"));
    }

    /** The classes that read each constant of the scope's type, the type itself aside. */
    private static Map<String, Set<String>> users(JavaClasses classes, String scope) {
        Map<String, Set<String>> users = new TreeMap<>();
        for (JavaClass type : classes) {
            type.getFieldAccessesFromSelf().stream()
                    .filter(access -> access.getTargetOwner().getName().equals(scope))
                    .filter(access -> !type.getName().equals(scope))
                    .forEach(access -> users.computeIfAbsent(access.getTarget().getName(), name -> new TreeSet<>())
                            .add(type.getName().substring(Rooms.ROOT.length() + 1)));
        }
        return users;
    }
}
