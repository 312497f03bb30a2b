package ai.ongoing.gateway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import ai.ongoing.gateway.config.StorageDriver;
import ai.ongoing.gateway.testkit.RunsOn;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

@RunsOn(StorageDriver.POSTGRES)
class PostgresBackupTroubleTest extends BackupTroubleContract {

    private static final String STAND_IN = """
            #!/bin/sh
            [ "$1" = --version ] && { echo "pg_dump (PostgreSQL) 99.1"; exit; }
            for word; do case "$word" in --file=*) out="${word#--file=}" ;; esac; done
            echo "$0 $* | $PGHOST $PGPORT $PGUSER $PGDATABASE $PGPASSWORD $PGOPTIONS" >> "$(dirname "$0")/called"
            [ "$out" = /dev/null ] || echo PGDMP > "$out"
            """;

    PostgresBackupTroubleTest() {
        super(StorageDriver.POSTGRES);
    }

    private Map<String, String> with(Path programs) {
        Map<String, String> environment = new HashMap<>(command().environment());
        environment.put("PATH", programs + ":" + System.getenv("PATH"));
        return environment;
    }

    @Test
    void handsThePasswordToTheServersOwnDumpInItsEnvironmentAlone() throws IOException {
        Path programs = Files.createDirectory(directory().resolve("bin"));
        for (String name : List.of("pg_dump", "pg_restore")) {
            Path program = Files.writeString(programs.resolve(name), STAND_IN);
            Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwx------"));
        }
        assertThat(command().run(with(programs), directory(), "db", "backup", "--to", "dump", "--native"))
                .as(command().err())
                .isZero();
        assertThat(directory().resolve("dump.pg_dump")).hasContent("PGDMP");
        assertThat(run("db", "restore", "--check", "dump")).isZero();
        List<String> called = Files.readAllLines(programs.resolve("called"));
        assertThat(called).hasSize(2);
        assertThat(called.getFirst())
                .contains("pg_dump --format=custom --enable-row-security --no-password --file=")
                .endsWith(" owner-password -c ongoingai.scope=operator");
        assertThat(called.getFirst().replaceFirst(" \\|.*", "")).doesNotContain("owner-password");
        assertThat(called.getLast()).contains("pg_restore --file=/dev/null ");
    }

    @Test
    void makesTheBackupWhereTheServersOwnDumpCannotBeMade() throws IOException {
        save(0, 7);
        Path programs = Files.createDirectory(directory().resolve("bin"));
        Path old = Files.writeString(programs.resolve("pg_dump"), "#!/bin/sh\necho 'pg_dump (PostgreSQL) 13.9'\n");
        Files.setPosixFilePermissions(old, PosixFilePermissions.fromString("rwx------"));
        assertThat(command().run(with(programs), directory(), "db", "backup", "--to", "dump", "--native", "--json"))
                .isEqualTo(1);
        assertThat(command().err())
                .contains("the backup is whole, but the server's own dump was not made: the pg_dump on the path is of"
                        + " version 13 and cannot dump a server of version ");
        assertThat(command().json()).containsEntry("exit", 1).containsKey("native_problem");
        assertThat(directory().toFile().list()).containsExactlyInAnyOrder("bin", "dump");
        assertThat(run("db", "restore", "--check", "dump")).isZero();

        Map<String, String> without = new HashMap<>(command().environment());
        without.put("PATH", directory().toString());
        assertThat(command().run(without, directory(), "db", "backup", "--to", "other", "--native"))
                .isEqualTo(1);
        assertThat(command().err()).contains("pg_dump is not on the path; install the server's client programs");
        assertThat(run("db", "restore", "--check", "other")).isZero();
    }
}
