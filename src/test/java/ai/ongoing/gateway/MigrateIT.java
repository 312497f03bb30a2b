package ai.ongoing.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import ai.ongoing.gateway.InstalledProgram.Run;
import ai.ongoing.gateway.config.StorageDriver;
import ai.ongoing.gateway.testkit.PostgresDatabase;
import ai.ongoing.gateway.testkit.RunsOn;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The packaged program's commands about the schema, as an operator types them. */
final class MigrateIT {

    @TempDir
    private Path directory = Path.of("");

    @Test
    void fromNothingToACheckedFileAndBack() throws IOException {
        InstalledProgram program = InstalledProgram.in(directory);
        assertThat(run(program, Map.of(), "migrate", "status").exitCode()).isEqualTo(3);
        assertThat(program.standing()).isEmptyDirectory();

        Run setup = run(program, Map.of(), "setup");
        assertThat(setup.exitCode()).as(setup.err()).isZero();
        assertThat(setup.out()).startsWith("configuration is written: ongoingai.yaml\n");
        byte[] file = Files.readAllBytes(program.standing().resolve("data/ongoingai.db"));

        Run check = run(program, Map.of(), "migrate", "check");
        assertThat(check.exitCode()).as(check.err()).isZero();
        assertThat(check.out()).startsWith("the schema is what this program expects: version ");
        Run status = run(program, Map.of(), "migrate", "status", "--json");
        assertThat(status.out()).startsWith("{\"exit\":0,\"version\":").hasLineCount(1);
        assertThat(status.err()).isEmpty();
        assertThat(program.standing().resolve("data/ongoingai.db")).hasBinaryContent(file);

        Run down = run(program, Map.of(), "migrate", "down");
        assertThat(down.exitCode()).as(down.err()).isZero();
        assertThat(run(program, Map.of(), "migrate", "check").exitCode()).isEqualTo(3);
        assertThat(run(program, Map.of(), "migrate", "up").exitCode()).isZero();
        assertThat(run(program, Map.of(), "migrate", "lint").exitCode()).isZero();
        assertThat(run(program, Map.of(), "migrate", "sideways").exitCode()).isEqualTo(2);
    }

    private static Run run(InstalledProgram program, Map<String, String> variables, String... arguments) {
        Run run = program.start(variables, arguments);
        run.exitCode();
        return run;
    }

    @Nested
    @RunsOn(StorageDriver.POSTGRES)
    final class OnAServer {

        @Test
        void aJobMigratesAndChecks() {
            try (PostgresDatabase database = PostgresDatabase.create()) {
                InstalledProgram program = InstalledProgram.in(directory);
                Map<String, String> variables =
                        Map.of("ONGOINGAI_STORAGE_DRIVER", "postgres", "ONGOINGAI_STORAGE_DSN", database.dsn());

                assertThat(run(program, variables, "migrate", "check").exitCode())
                        .isEqualTo(3);
                Run up = run(program, variables, "migrate", "up");
                assertThat(up.exitCode()).as(up.err()).isZero();
                assertThat(up.out()).contains("successfully migrated database to version: ");
                assertThat(run(program, variables, "migrate", "check").exitCode())
                        .isZero();
            }
        }
    }
}
