package ai.ongoing.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import ai.ongoing.gateway.InstalledProgram.Run;
import ai.ongoing.gateway.config.StorageDriver;
import ai.ongoing.gateway.testkit.PostgresDatabase;
import ai.ongoing.gateway.testkit.RunsOn;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
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

    /** The words between the quotes go to a shell, as whoever copies them sends them. */
    @Test
    void whatARefusedServeProposesWorksAsTyped() throws Exception {
        InstalledProgram program = InstalledProgram.in(directory);
        Path config = program.standing().resolve("my gateway's.yaml");
        Files.writeString(config, "server: {port: " + RunningGateway.freePort() + "}\nstorage: {migrations: check}\n");

        Run serve =
                run(program, Map.of(), "serve", "--config", config.getFileName().toString());
        assertThat(serve.exitCode()).as(serve.err()).isEqualTo(3);
        assertThat(serve.err()).contains("Run \"ongoingai migrate up --config 'my gateway'\\''s.yaml'\", or");

        String proposed = serve.err().replaceFirst("(?s).*Run \"(ongoingai [^\"]*)\".*", "$1");
        Process shell = new ProcessBuilder("sh", "-c", "printf '%s\\n' " + proposed).start();
        String[] words = new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
                .lines()
                .skip(1)
                .toArray(String[]::new);
        Run up = run(program, Map.of(), words);
        assertThat(up.exitCode()).as(up.err()).isZero();
        assertThat(run(program, Map.of(), "migrate", "check", "--config", config.toString())
                        .exitCode())
                .isZero();
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
