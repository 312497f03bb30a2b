package ai.ongoing.gateway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import ai.ongoing.gateway.cli.command.Terminal;
import ai.ongoing.gateway.config.StorageDriver;
import ai.ongoing.gateway.storage.schema.SchemaBackend;
import ai.ongoing.gateway.storage.schema.SchemaSession;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** {@code db parity} on stores of one kind and of both. */
final class ParityCommandTest {

    private static final int DIFFERENT = 8;

    private final ByteArrayOutputStream said = new ByteArrayOutputStream();

    private int parity(SchemaBackend left, SchemaBackend right, String... options) {
        said.reset();
        PrintStream stream = new PrintStream(said, true, StandardCharsets.UTF_8);
        Map<String, String> environment = Map.of("LEFT", place(left), "RIGHT", place(right));
        List<String> words = new ArrayList<>(List.of("db", "parity"));
        words.addAll(List.of("--left", "env:LEFT", "--right", "env:RIGHT"));
        words.addAll(List.of(options));
        return new Cli(new Terminal(stream, stream, Path.of(""), environment), config -> 42)
                .run(words.toArray(String[]::new));
    }

    private static String place(SchemaBackend store) {
        Map<String, String> variables = store.variables();
        String dsn = variables.getOrDefault("ONGOINGAI_STORAGE_DSN", "");
        return dsn.isEmpty() ? variables.getOrDefault("ONGOINGAI_STORAGE_PATH", "") : dsn;
    }

    private static SchemaBackend migrated(StorageDriver driver) {
        SchemaBackend store = driver == StorageDriver.SQLITE ? SchemaBackend.sqlite() : SchemaBackend.postgres();
        try (SchemaSession session = store.session()) {
            session.migrate();
        }
        return store;
    }

    private String said() {
        return said.toString(StandardCharsets.UTF_8);
    }

    @Test
    void aFileAndAServerHaveTheSameSchemaButForWhatIsMeant() {
        try (SchemaBackend file = migrated(StorageDriver.SQLITE);
                SchemaBackend server = migrated(StorageDriver.POSTGRES)) {
            assertThat(parity(file, server)).as(said()).isZero();
            assertThat(said())
                    .contains("both have the same schema")
                    .contains("only on postgres column traces.created_at not null -- inherited");
            file.execute("ALTER TABLE traces ADD COLUMN mine TEXT DEFAULT 'x'");
            assertThat(parity(server, file)).isEqualTo(DIFFERENT);
            assertThat(said())
                    .contains("only on sqlite column traces.mine text", "only on sqlite column traces.mine default 'x'")
                    .contains("3 differences that are not meant");
            server.execute("CREATE VIEW called AS SELECT id FROM traces");
            file.execute("DROP TRIGGER schema_migration_events_stay");
            assertThat(parity(file, server)).isEqualTo(DIFFERENT);
            assertThat(said())
                    .contains(
                            "only on postgres view called",
                            "only on postgres trigger schema_migration_events: schema_migration_events_stay",
                            "5 differences that are not meant");
        }
    }

    @Test
    void twoServersAreHeldToTheLetter() {
        compareAlike(StorageDriver.POSTGRES);
    }

    @Test
    void twoFilesAreHeldToTheLetter() {
        compareAlike(StorageDriver.SQLITE);
    }

    private void compareAlike(StorageDriver driver) {
        try (SchemaBackend left = migrated(driver);
                SchemaBackend right = migrated(driver)) {
            assertThat(parity(left, right)).as(said()).isZero();
            // The older program makes this one whenever it starts.
            left.execute("CREATE INDEX idx_traces_gateway_key_id ON traces(gateway_key_id)");
            assertThat(parity(left, right)).as(said()).isZero();
            right.execute("DROP INDEX idx_traces_model_created_at");
            assertThat(parity(left, right, "--json")).isEqualTo(DIFFERENT);
            JsonNode json = JsonMapper.shared().readTree(said());
            assertThat(json.get("surprises").size()).isEqualTo(1);
            assertThat(json.get("surprises").get(0).asString())
                    .startsWith("only on the left index traces: idx_traces_model_created_at");
        }
    }

    @Test
    void saysWhichEndIsMissing() {
        PrintStream stream = new PrintStream(said, true, StandardCharsets.UTF_8);
        Cli cli = new Cli(new Terminal(stream, stream, Path.of(""), Map.of()), config -> 42);
        assertThat(cli.run("db", "parity", "--left", "/nowhere/a.db")).isEqualTo(2);
        assertThat(said()).contains("db parity compares two databases").contains("--right is missing");
        said.reset();
        assertThat(cli.run("db", "parity", "--left", "/nowhere/a.db", "--right", "/nowhere/b.db"))
                .isNotZero();
        assertThat(said()).contains("there is no SQLite file /nowhere/a.db");
    }
}
