package ai.ongoing.gateway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import ai.ongoing.gateway.cli.command.Terminal;
import ai.ongoing.gateway.config.StorageDriver;
import ai.ongoing.gateway.testkit.PostgresDatabase;
import ai.ongoing.gateway.testkit.SqliteDatabase;
import ai.ongoing.gateway.testkit.TestStore;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import org.yaml.snakeyaml.Yaml;

/** A fresh database of either kind with a gateway's store open on it, and commands typed beside that gateway. */
final class CommandOnStore implements AutoCloseable {

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private final Runnable drop;
    private final Map<String, String> environment;
    private final TestStore store;

    private CommandOnStore(Runnable drop, Map<String, String> environment, TestStore store) {
        this.drop = drop;
        this.environment = environment;
        this.store = store;
    }

    static CommandOnStore open(StorageDriver driver) {
        return switch (driver) {
            case SQLITE -> {
                SqliteDatabase database = SqliteDatabase.create();
                yield new CommandOnStore(
                        database::close,
                        Map.of("ONGOINGAI_STORAGE_PATH", database.file().toString()),
                        TestStore.open(database));
            }
            case POSTGRES -> {
                PostgresDatabase database = PostgresDatabase.create();
                yield new CommandOnStore(
                        database::close,
                        Map.of("ONGOINGAI_STORAGE_DRIVER", "postgres", "ONGOINGAI_STORAGE_DSN", database.dsn()),
                        TestStore.open(database));
            }
        };
    }

    TestStore store() {
        return store;
    }

    /** The variables that name the store. */
    Map<String, String> environment() {
        return environment;
    }

    int run(Path directory, String... arguments) {
        return run(environment, directory, arguments);
    }

    int run(Map<String, String> variables, Path directory, String... arguments) {
        out.reset();
        err.reset();
        Terminal terminal = new Terminal(
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                directory,
                variables);
        return new Cli(terminal, config -> 42).run(arguments);
    }

    String out() {
        return out.toString(StandardCharsets.UTF_8);
    }

    String err() {
        return err.toString(StandardCharsets.UTF_8);
    }

    /** JSON is YAML, so the answer is read by a parser that is not its writer. */
    Map<String, Object> json() {
        assertThat(out().strip()).startsWith("{").endsWith("}").doesNotContain("\n");
        return new Yaml().load(out());
    }

    @Override
    public void close() {
        store.close();
        drop.run();
    }
}
