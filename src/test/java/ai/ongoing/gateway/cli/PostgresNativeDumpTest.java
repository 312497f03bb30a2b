package ai.ongoing.gateway.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ai.ongoing.gateway.testkit.OwnPostgres;
import ai.ongoing.gateway.testkit.PostgresBinaries;
import ai.ongoing.gateway.testkit.PostgresDatabase;
import ai.ongoing.gateway.testkit.Samples;
import ai.ongoing.gateway.testkit.TestStore;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code db backup --native} with a machine's own server and its programs of the same version, where they are installed. */
class PostgresNativeDumpTest {

    @TempDir
    private Path directory;

    @Test
    void isRestoredByTheServersOwnProgramWithEveryRow() throws Exception {
        Optional<PostgresBinaries> installed = PostgresBinaries.oldestInstalled();
        assumeTrue(installed.isPresent(), "this machine has no PostgreSQL installed in /usr/lib/postgresql");
        Path programs = installed.get().folder();
        assumeTrue(Files.isExecutable(programs.resolve("pg_dump")), programs + " has no pg_dump");

        Typist typist = new Typist(directory);
        try (OwnPostgres server = OwnPostgres.start(installed.get());
                PostgresDatabase left = PostgresDatabase.createIn(server);
                PostgresDatabase right = PostgresDatabase.createIn(server)) {
            try (TestStore store = TestStore.open(left)) {
                store.sink()
                        .save(IntStream.range(0, 300)
                                .mapToObj(i -> Samples.trace(Samples.newId(), Samples.FINISHED.plusSeconds(i)))
                                .toList());
                Map<String, String> environment = Map.of(
                        "ONGOINGAI_STORAGE_DRIVER", "postgres",
                        "ONGOINGAI_STORAGE_DSN", left.dsn(),
                        "PATH", programs.toString());
                assertThat(typist.type(environment, List.of("db", "backup", "--to", "backup", "--native")))
                        .as(typist.err())
                        .isZero();
            }
            Path dump = directory.resolve("backup.pg_dump");
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(dump)))
                    .isEqualTo("rw-------");
            assertThat(directory.toFile().list()).containsExactlyInAnyOrder("backup", "backup.pg_dump");

            restore(programs.resolve("pg_restore"), right, dump);
            assertThat(typist.type(Map.of(), List.of("db", "verify", "--left", left.dsn(), "--right", right.dsn())))
                    .as(typist.err())
                    .isZero();
            assertThat(typist.out()).contains("300").doesNotContain("owner-password");
        }
    }

    /** As an operator would, with the programs' own words for where and as whom. */
    private static void restore(Path program, PostgresDatabase into, Path dump)
            throws IOException, InterruptedException {
        Process process = new ProcessBuilder(List.of(
                        program.toString(), "--no-owner", "--exit-on-error", "--dbname=" + into.dsn(), dump.toString()))
                .redirectErrorStream(true)
                .start();
        String words = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(words).isZero();
    }
}
