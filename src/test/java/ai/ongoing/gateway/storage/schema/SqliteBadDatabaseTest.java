package ai.ongoing.gateway.storage.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.ongoing.gateway.config.StorageDriver;
import ai.ongoing.gateway.migration.MigrationException;
import ai.ongoing.gateway.testkit.Namespaces;
import ai.ongoing.gateway.testkit.RunsOn;
import ai.ongoing.gateway.testkit.SqliteDatabase;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.Test;

@RunsOn(StorageDriver.SQLITE)
final class SqliteBadDatabaseTest extends BadDatabaseContract {

    /** A disk that holds the database alone, then a copy as well, then what a start adds to it. */
    private static final String FULL_DISK = """
            set -e
            mount -t tmpfs -o "size=$6k" tmpfs "$1"
            cp "$2" "$1/ongoingai.db"
            start="1000000 UP sqlite $1/ongoingai.db"
            for size in "$6" "$7" 65536; do
                mount -o "remount,size=${size}k" "$1"
                echo "$start" | "$3" --enable-native-access=ALL-UNNAMED -Xmx128m -cp "$4" "$5"
            done
            cp "$1/ongoingai.db" "$2"
            """;

    @Override
    SchemaBackend create() {
        return SchemaBackend.sqlite();
    }

    private SqliteDatabase database() {
        return ((SchemaBackend.Sqlite) backend()).database();
    }

    @Override
    Connection connectReadOnly() throws SQLException {
        return DriverManager.getConnection("jdbc:sqlite:file:" + database().file() + "?mode=ro");
    }

    @Test
    void refusesARowWithoutAName() throws SQLException {
        steps().up(Steps.table("fruit"));
        backend().execute("INSERT INTO schema_migrations (name) VALUES (NULL)");
        assertThatThrownBy(() -> steps().up(Steps.table("fruit")))
                .isInstanceOf(MigrationException.class)
                .hasMessage("the table schema_migrations is damaged: it has a row without a name. Delete the surplus"
                        + " row, or restore the table from a backup; then run \"ongoingai migrate check\".");
    }

    @Test
    void refusesAFileThatIsNoDatabase() throws IOException {
        Files.writeString(database().file(), "this was never a database, whatever its name says. ".repeat(100));
        assertThatThrownBy(() -> steps().up(Steps.table("fruit"))).message().contains("file is not a database");
        assertThat(database().file()).content().startsWith("this was never");
    }

    @Test
    void goesOnWhenAFullDiskHasRoomAgain() throws Exception {
        OldDatabase.fill(backend(), 2);
        backend().execute("""
                WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 2000)
                INSERT INTO traces (id, org_id, workspace_id, timestamp, provider, model, request_method, request_path,
                    request_body, metadata, created_at)
                SELECT 'more-' || i, 'default', 'default', '2026-01-02 03:04:05 +0000 UTC', 'openai', 'm', 'POST', '/',
                    hex(randomblob(100)), '{"correlation_id": "correlation-of-call-' || i || '"}',
                    '2026-01-02 03:04:05 +0000 UTC' FROM n""");
        backend().execute("VACUUM");
        String before = OldDatabase.contentHash(backend());
        long size = Files.size(database().file()) / 1024;
        String told = inFullDisk(size + 60, size * 2 + 100);
        assertThat(told)
                .containsSubsequence(
                        "> 0 failed FAILED no backup of ",
                        "full",
                        "Nothing was changed. Make room beside the file",
                        "> 0 failed FAILED migration sqlite/1",
                        "full",
                        "> 0 done ");
        assertThat(OldDatabase.contentHash(backend())).isEqualTo(before);
        OldDatabase.assertWhole(backend(), OldDatabase.freshSchema(create()), told);
    }

    private String inFullDisk(long first, long second) throws Exception {
        Namespaces.assumeMounting();
        Path mount = Files.createDirectory(database().directory().resolve("disk"));
        Process shell = new ProcessBuilder(List.of(
                        "unshare",
                        "-Urm",
                        "sh",
                        "-c",
                        FULL_DISK,
                        "sh",
                        mount.toString(),
                        database().file().toString(),
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        System.getProperty("java.class.path"),
                        MigratingChild.class.getName(),
                        Long.toString(first),
                        Long.toString(second)))
                .redirectErrorStream(true)
                .start();
        String told = new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(shell.waitFor()).as(told).isZero();
        return told;
    }
}
