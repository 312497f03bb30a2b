package ai.ongoing.gateway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import ai.ongoing.gateway.config.StorageDriver;
import ai.ongoing.gateway.testkit.RunsOn;
import ai.ongoing.gateway.testkit.Samples;
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
        assertThat(directory().resolve("dump")).hasContent("PGDMP");
        List<String> called = Files.readAllLines(programs.resolve("called"));
        assertThat(called).hasSize(2);
        assertThat(called.getFirst())
                .contains("pg_dump --format=custom --enable-row-security --no-password --file=")
                .endsWith(" owner-password -c ongoingai.scope=operator");
        assertThat(called.getFirst().replaceFirst(" \\|.*", "")).doesNotContain("owner-password");
        assertThat(called.getLast()).contains("pg_restore --file=/dev/null ");
    }

    /** An older program refuses a newer server, a program as new dumps it: either way the file is whole or absent. */
    @Test
    void quotesTheServersOwnDumpWhenItRefuses() throws IOException {
        command().store().sink().save(List.of(Samples.trace()));
        int exit = command().run(with(directory()), directory(), "db", "backup", "--to", "dump", "--native");
        if (exit == 0) {
            assertThat(Files.readString(directory().resolve("dump"), java.nio.charset.StandardCharsets.ISO_8859_1))
                    .startsWith("PGDMP");
        } else {
            assertThat(exit).isEqualTo(1);
            assertThat(command().err()).contains("pg_dump").doesNotContain("owner-password");
            assertThat(directory()).isEmptyDirectory();
        }
    }
}
