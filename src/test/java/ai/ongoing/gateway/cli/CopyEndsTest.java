package ai.ongoing.gateway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import ai.ongoing.gateway.config.StorageDriver;
import ai.ongoing.gateway.testkit.FaultyLink;
import ai.ongoing.gateway.testkit.PostgresDatabase;
import ai.ongoing.gateway.testkit.RunsOn;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Ends of a copy that configuration files name, and ends that a newer program has made. */
@RunsOn(StorageDriver.POSTGRES)
final class CopyEndsTest {

    private static final String AS_A_NEWER_PROGRAM = "INSERT INTO schema_migrations (name)"
            + " SELECT replace(name, '100_exact', '900_exact') FROM schema_migrations WHERE name LIKE '%/100_%'";

    @TempDir
    Path directory;

    private Typist typist;
    private TypedFile file;
    private TypedServer server;

    @BeforeEach
    void sitDown() throws Exception {
        typist = new Typist(directory);
        file = new TypedFile(directory);
        server = new TypedServer(PostgresDatabase.create());
        migrate(file);
        file.addTrace();
        Files.writeString(directory.resolve("old.yaml"), "storage:\n  driver: sqlite\n  path: " + file.file() + "\n");
        Files.writeString(
                directory.resolve("new.yml"),
                "storage:\n  driver: postgres\n  dsn: " + server.database().dsn() + "\n");
    }

    @AfterEach
    void leave() {
        server.close();
    }

    private void migrate(TypedStore store) {
        assertThat(typist.type(store.environment(), List.of("migrate", "up")))
                .as(typist.err())
                .isZero();
    }

    private int type(String line) {
        return typist.type(Map.of(), List.of(line.split(" ", -1)));
    }

    @Test
    void configurationFilesNameBothEndsAndTheWayBack() throws IOException {
        assertThat(type("db copy --from old.yaml --to new.yml --migrate-target"))
                .as(typist.err())
                .isZero();
        assertThat(typist.out())
                .contains(
                        "✓ Connected to SQLite: " + file.file(), "[4/4] traces: Found 1 records → Migrated 1 records ✓")
                .doesNotContain(server.database().password());
        assertThat(type("db verify --left old.yaml --right new.yml"))
                .as(typist.out() + typist.err())
                .isZero();

        Files.writeString(directory.resolve("back.yaml"), "storage:\n  path: " + directory.resolve("back.db") + "\n");
        assertThat(type("db copy --from new.yml --to back.yaml --migrate-target"))
                .as(typist.err())
                .isZero();
        assertThat(directory.resolve("back.db")).exists();
        assertThat(type("migrate-sqlite --from old.yaml --to new.yml --dry-run"))
                .as(typist.err())
                .isZero();
    }

    @Test
    void aConfigurationFileThatNamesNoStoreOfThisProgramIsRefusedByItsKey() throws IOException {
        Files.writeString(directory.resolve("bad.yaml"), "storage:\n  driver: mysql\n");
        assertThat(type("db copy --from old.yaml --to bad.yaml")).isEqualTo(2);
        assertThat(typist.err()).contains("storage.driver").contains("mysql");
        assertThat(type("db copy --from old.yaml --to old.yaml")).isEqualTo(2);
        assertThat(typist.err()).contains("name the same database, " + file.file());
    }

    @Test
    void aStoreWithAnothersTableIsBackedUpByWayOfACopyWithoutIt() throws Exception {
        file.execute("CREATE TABLE strangers (id TEXT PRIMARY KEY)");
        List<String> backup = List.of("db", "backup", "--to", "backup");
        assertThat(typist.type(file.environment(), backup)).isEqualTo(10);
        assertThat(typist.err())
                .contains(
                        "strangers",
                        "ongoingai db copy",
                        "--exclude strangers",
                        "a backup is taken of a database copied so");
        assertThat(type("db copy --from old.yaml --to copied.db --migrate-target --exclude strangers"))
                .as(typist.err())
                .isZero();
        Map<String, String> copied =
                Map.of("ONGOINGAI_STORAGE_PATH", directory.resolve("copied.db").toString());
        assertThat(typist.type(copied, backup)).as(typist.err()).isZero();
        assertThat(typist.out()).contains("traces: 1 records");
    }

    @Test
    void aTargetOfANewerProgramIsRefusedUntouched() throws Exception {
        migrate(server);
        server.execute(AS_A_NEWER_PROGRAM);
        Object before = server.fingerprint();
        for (String line : List.of(
                "db copy --from old.yaml --to new.yml",
                "db copy --from old.yaml --to new.yml --migrate-target",
                "db copy --from old.yaml --to new.yml --migrate-target --truncate-target --yes",
                "migrate-sqlite --from old.yaml --to new.yml")) {
            assertThat(type(line)).as(line).isEqualTo(6);
            assertThat(typist.err())
                    .as(line)
                    .contains("--to")
                    .contains("900_exact_usage_and_lineage.sql")
                    .doesNotContain("recreate");
        }
        assertThat(server.fingerprint()).isEqualTo(before);
        assertThat(written(server)).isEqualTo("0");
    }

    @Test
    void soIsATargetFileAndASourceOfANewerProgram() throws Exception {
        migrate(server);
        file.execute(AS_A_NEWER_PROGRAM);
        Object before = file.fingerprint();
        assertThat(type("db copy --from new.yml --to old.yaml --migrate-target"))
                .isEqualTo(6);
        assertThat(typist.err()).contains("--to").contains("900_exact_usage_and_lineage.sql");
        assertThat(type("db copy --from old.yaml --to new.yml")).isEqualTo(6);
        assertThat(typist.err()).contains("--from").contains("900_exact_usage_and_lineage.sql");
        assertThat(file.fingerprint()).isEqualTo(before);
        assertThat(written(server)).isEqualTo("0");
    }

    @Test
    void oneServerUnderTwoNamesIsOneDatabaseAndKeepsItsRows() throws Exception {
        migrate(server);
        server.addTrace();
        PostgresDatabase database = server.database();
        try (FaultyLink pooler = FaultyLink.to(database.host(), database.port())) {
            String from = database.dsn();
            for (String to : List.of(
                    database.dsnThrough(pooler.port()),
                    from.replace("@" + database.host() + ":", "@127.0.0.1:"),
                    from.replace("@" + database.host() + ":", "@localhost:"))) {
                for (String line : List.of(
                        "db copy --from FROM --to TO --truncate-target --yes",
                        "db copy --from FROM --to TO --migrate-target --truncate-target --yes",
                        "db copy --from FROM --to TO --dry-run")) {
                    assertThat(type(line.replace("FROM", from).replace("TO", to)))
                            .as(line + typist.out() + typist.err())
                            .isEqualTo(2);
                    assertThat(typist.err())
                            .as(line)
                            .contains("--from and --to name the same database, ")
                            .contains("; name two.");
                }
                for (String command : List.of("db verify", "db parity")) {
                    assertThat(type(command + " --left " + from + " --right " + to))
                            .as(command + typist.out() + typist.err())
                            .isEqualTo(2);
                    assertThat(typist.err()).contains("--left and --right name the same database");
                }
            }
        }
        assertThat(written(server)).isEqualTo("1");
    }

    /** Tables of another schema are other tables, as are those of another database on the same server. */
    @Test
    void twoSchemasAndTwoDatabasesOfOneServerAreTwo() throws Exception {
        migrate(server);
        server.addTrace();
        server.execute("CREATE SCHEMA beside");
        String beside = server.database().dsn() + "&search_path=beside";
        assertThat(type("db copy --from " + server.database().dsn() + " --to " + beside + " --migrate-target"))
                .as(typist.err())
                .isZero();
        try (PostgresDatabase second = PostgresDatabase.create()) {
            assertThat(type("db copy --from " + beside + " --to " + second.dsn() + " --migrate-target"))
                    .as(typist.err())
                    .isZero();
            assertThat(type("db verify --left " + beside + " --right " + second.dsn()))
                    .as(typist.out() + typist.err())
                    .isZero();
        }
    }

    /** How many calls and lines of copies stand there. */
    private static String written(TypedServer server) throws Exception {
        try (var connection = server.database().connectAsSuperuser();
                var statement = connection.createStatement();
                var row = statement.executeQuery(
                        "SELECT (SELECT count(*) FROM traces) + (SELECT count(*) FROM copy_jobs)")) {
            row.next();
            return row.getString(1);
        }
    }
}
