package ai.ongoing.gateway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import ai.ongoing.gateway.cli.command.Terminal;
import ai.ongoing.gateway.config.StorageDriver;
import ai.ongoing.gateway.storage.GatewayDatabase;
import ai.ongoing.gateway.storage.schema.SchemaSession;
import ai.ongoing.gateway.testkit.PostgresDatabase;
import ai.ongoing.gateway.testkit.RunsOn;
import ai.ongoing.gateway.testkit.Samples;
import ai.ongoing.gateway.testkit.TestStore;
import ai.ongoing.gateway.trace.Trace;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.yaml.snakeyaml.Yaml;

/** {@code db copy} and {@code migrate-sqlite} as they are typed. */
@RunsOn(StorageDriver.POSTGRES)
final class CopyCommandTest {

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @TempDir
    Path directory;

    private PostgresDatabase server;

    @BeforeEach
    void openServer() {
        server = PostgresDatabase.create();
    }

    @AfterEach
    void closeServer() {
        server.close();
    }

    private int run(String... arguments) {
        out.reset();
        err.reset();
        Terminal terminal = new Terminal(
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                directory,
                Map.of("ONGOINGAI_STORAGE_PATH", "a.db", "TARGET", server.dsn()));
        return new Cli(terminal, config -> 42).run(arguments);
    }

    private String out() {
        return out.toString(StandardCharsets.UTF_8);
    }

    private String err() {
        return err.toString(StandardCharsets.UTF_8);
    }

    /** A file as a gateway left it. */
    private void fill(String file, int count) {
        try (GatewayDatabase gateway = new GatewayDatabase()) {
            gateway.open(TestStore.sqlite(directory.resolve(file)));
            try (SchemaSession schema = gateway.schema()) {
                schema.migrate();
            }
            List<Trace> traces = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                traces.add(Samples.trace());
            }
            gateway.traceSink().save(traces);
        }
    }

    private Object files() throws IOException {
        Map<String, Integer> bytes = new TreeMap<>();
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path one : files.filter(Files::isRegularFile).toList()) {
                bytes.put(directory.relativize(one).toString(), Arrays.hashCode(Files.readAllBytes(one)));
            }
        }
        return bytes;
    }

    @Test
    void movesTheConfiguredFileToAServerInTheWordsUsersKnowAndBack() throws Exception {
        fill("a.db", 7);
        Object before = files();
        assertThat(run("migrate-sqlite", "--to", server.dsn())).as(err()).isZero();
        assertThat(out().lines())
                .startsWith(
                        "✓ Connected to SQLite: " + directory.resolve("a.db"),
                        "✓ Connected to PostgreSQL: postgresql://" + server.owner() + ":****@" + server.host() + ":"
                                + server.port() + "/" + server.name() + "?sslmode=disable")
                .contains(
                        "✓ PostgreSQL schema is up to date",
                        "Migrating data in dependency order:",
                        "[4/4] traces: Found 7 records → Migrated 7 records ✓",
                        "✓ Migration completed successfully!")
                .endsWith(
                        "Total records migrated: 9",
                        "",
                        "To serve on it:",
                        "  1. Stop the gateway on " + directory.resolve("a.db")
                                + " and run this command again: only what has come since moves.",
                        "  2. Compare the counts, the same on both ends: organizations 1, workspaces 1, gateway_keys 0,"
                                + " traces 7",
                        "  3. Set storage.driver to postgres and storage.dsn to what --to names.",
                        "  4. Start the gateway: ongoingai serve",
                        "The way back is the same with the two ends changed over. The source is as it was.");
        assertThat(files()).as("the source").isEqualTo(before);

        assertThat(run("migrate-sqlite", "--to", "env:TARGET", "--from", "sqlite:a.db"))
                .as(err())
                .isZero();
        assertThat(out()).contains("(7 were there)", "Total records migrated: 0\n\nTo serve on it:\n");

        assertThat(run("db", "copy", "--from", "env:TARGET", "--to", "b.db", "--migrate-target"))
                .as(err())
                .isZero();
        assertThat(out())
                .contains(
                        "[4/4] traces: Found 7 records → Migrated 7 records ✓",
                        "  3. Set storage.driver to sqlite and storage.path to what --to names.");
        assertThat(run("db", "verify", "--left", "a.db", "--right", "b.db"))
                .as(out() + err())
                .isZero();
    }

    @Test
    void aDryRunSaysWhatWouldMoveAndWritesNothingAnywhere() throws Exception {
        fill("a.db", 3);
        Object before = files();
        assertThat(run("migrate-sqlite", "--to", server.dsn(), "--dry-run"))
                .as(err())
                .isZero();
        assertThat(out())
                .contains("[DRY RUN] Would migrate:\n", "Total: 5 records would be migrated\n")
                .containsPattern("  gateway_keys: 0 records, 0 bytes\n  traces: 3 records, [1-9],[0-9]{3} bytes\n");
        assertThat(files()).isEqualTo(before);
        try (Connection connection = server.connect();
                Statement statement = connection.createStatement();
                var tables = statement.executeQuery(
                        "SELECT count(*) FROM pg_class WHERE relnamespace = 'public'::regnamespace")) {
            tables.next();
            assertThat(tables.getInt(1)).isZero();
        }
        assertThat(run("db", "copy", "--from", "a.db", "--to", "new.db", "--dry-run"))
                .as(err())
                .isZero();
        assertThat(files()).isEqualTo(before);
    }

    @Test
    void aDryRunsBytesAreTheSameByTableAndInAllInLinesAndInJson() {
        fill("a.db", 3);
        assertThat(run("db", "copy", "--from", "a.db", "--to", "new.db", "--dry-run"))
                .as(err())
                .isZero();
        List<Long> lines = Pattern.compile("records, ([0-9,]+) bytes")
                .matcher(out())
                .results()
                .map(bytes -> Long.valueOf(bytes.group(1).replace(",", "")))
                .toList();
        assertThat(lines).hasSize(4);
        assertThat(run("db", "copy", "--from", "a.db", "--to", "new.db", "--dry-run", "--json"))
                .as(err())
                .isZero();
        Map<String, Object> json = new Yaml().load(out().lines().toList().getLast());
        assertThat(json.get("tables"))
                .asInstanceOf(InstanceOfAssertFactories.list(Map.class))
                .extracting(table -> String.valueOf(table.get("bytes")))
                .isEqualTo(lines.stream().map(String::valueOf).toList());
        assertThat(String.valueOf(json.get("bytes")))
                .isEqualTo(
                        String.valueOf(lines.stream().mapToLong(Long::longValue).sum()));
    }

    @Test
    void aDryRunNamesWhatWouldStopTheCopy() throws Exception {
        fill("a.db", 1);
        try (Connection connection = java.sql.DriverManager.getConnection("jdbc:sqlite:" + directory.resolve("a.db"));
                Statement statement = connection.createStatement()) {
            statement.execute("UPDATE traces SET id = 'bad', latency_ms = 'many', model = CAST(x'6100' AS TEXT)");
        }
        assertThat(run("migrate-sqlite", "--to", server.dsn(), "--dry-run"))
                .as(err())
                .isZero();
        assertThat(out())
                .contains("traces: nul x 1\n", "traces: wrong class x 1\n", "traces, key bad, column latency_ms: ");
        assertThat(run("migrate-sqlite", "--to", server.dsn())).isEqualTo(12);
        assertThat(err()).contains("key bad");
    }

    @Test
    void tellsEveryStepAsALineOfJsonWhenAsked() {
        fill("a.db", 2);
        assertThat(run("db", "copy", "--from", "a.db", "--to", "b.db", "--migrate-target", "--json"))
                .as(err())
                .isZero();
        List<Map<String, Object>> events = out().lines()
                .map(line -> new Yaml().<Map<String, Object>>load(line))
                .toList();
        assertThat(events).extracting(event -> event.get("event")).contains("connected", "table", "table_done");
        assertThat(events.getLast())
                .containsEntry("event", "done")
                .containsEntry("state", "verified")
                .containsEntry("rows", 4);
    }

    @Test
    void aLiveLineIsWrittenOverAndWipedAtTheEndOfATable() {
        fill("a.db", 2);
        assertThat(run("db", "copy", "--from", "a.db", "--to", "b.db", "--migrate-target", "--progress", "live"))
                .as(err())
                .isZero();
        assertThat(out()).contains("\r\u001b[K[4/4] traces: Found 2 records → Migrated 2 records ✓\n");
    }

    @Test
    void aGatewayDoesNotServeOnATargetThatIsNotVerified() throws Exception {
        fill("a.db", 1);
        assertThat(run("db", "copy", "--from", "a.db", "--to", "b.db", "--migrate-target"))
                .isZero();
        try (Connection connection = java.sql.DriverManager.getConnection("jdbc:sqlite:" + directory.resolve("b.db"));
                Statement statement = connection.createStatement()) {
            statement.execute("UPDATE copy_jobs SET state = 'running'");
        }
        org.assertj.core.api.Assertions.assertThatThrownBy(() -> fill("b.db", 1))
                .hasMessageContaining(
                        "the copy into this database from " + directory.resolve("a.db") + " is not finished")
                .hasMessageContaining("ongoingai db copy");
        assertThat(run("db", "copy", "--from", "a.db", "--to", "b.db")).isZero();
        fill("b.db", 1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "migrate-sqlite --to u:S3cret@localhost:15432/d | 2 | --to has no scheme: write postgresql://USER:PASSWORD@HOST:5432/DB",
                "migrate-sqlite --to b.db | 2 | --to has no scheme",
                "migrate-sqlite --from TARGET --to TARGET | 2 | --from names a server",
                "migrate-sqlite | 2 | --to is missing",
                "db copy --from a.db --to sqlite:a.db | 2 | name the same database",
                "db copy --from TARGET --to env:TARGET | 2 | name the same database",
                "db copy --from none.db --to b.db | 11 | does not exist; write the path",
                "db copy --from text.db --to b.db | 11 | is not a database",
                "db copy --from a.db --to mysql://u:S3cret@h/d | 2 | has a scheme that this program does not know",
                "db copy --from a.db --to postgresql://u:S3cret@127.0.0.1:1/d --to-attempts 2 | 11 | refuses the connection",
                "db copy --from a.db --to postgresql://OWNER:S3cret@SERVER | 11 | refuses the password",
                "db copy --from a.db --to new.db | 3 | --migrate-target",
                "db copy --from a.db --to new.db --truncate-target | 10 | add --yes to agree",
                "db copy --from a.db --to new.db --on-bad-text drop | 2 | write fail, replace or escape",
                "db copy --from a.db --to new.db --chunk-rows 0 | 2 | write 1 or more",
                "db copy --from a.db --to new.db --tables trace | 2 | write gateway_keys, organizations, traces, workspaces",
                "db copy --from a.db --to new.db --tables traces --config-only | 2 | write one of them",
                "db copy --from a.db --to new.db --since yesterday | 2 | write 2026-11-01",
                "db copy --from a.db --to missing.yaml | 2 | missing.yaml",
                "db nonsense | 2 | Usage:"
            })
    void refusesWithACodeAndAWayOut(String line, int code, String sentence) throws Exception {
        fill("a.db", 1);
        Files.writeString(directory.resolve("text.db"), "these are notes, and no database at all");
        String typed = line.replace("OWNER", server.owner())
                .replace("SERVER", server.host() + ":" + server.port() + "/" + server.name() + "?sslmode=disable")
                .replaceAll("(?<!env:)TARGET", server.dsn());
        assertThat(run(typed.split(" ", -1))).as(out() + err()).isEqualTo(code);
        assertThat(err()).contains(sentence).doesNotContain("S3cret").doesNotContain(server.password());
        assertThat(directory.resolve("new.db")).doesNotExist();
    }
}
