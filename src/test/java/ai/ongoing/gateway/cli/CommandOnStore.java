package ai.ongoing.gateway.cli;

import ai.ongoing.gateway.config.StorageDriver;
import ai.ongoing.gateway.testkit.PostgresDatabase;
import ai.ongoing.gateway.testkit.SqliteDatabase;
import ai.ongoing.gateway.testkit.TestStore;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** A fresh database of either kind with a gateway's store open on it, and commands typed beside that gateway. */
final class CommandOnStore implements AutoCloseable {

    private final Runnable drop;
    private final Map<String, String> environment;
    private final TestStore store;
    private Typist typist = new Typist(Path.of(""));

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
        typist = new Typist(directory);
        return typist.type(variables, List.of(arguments));
    }

    String out() {
        return typist.out();
    }

    String err() {
        return typist.err();
    }

    Map<String, Object> json() {
        return typist.json();
    }

    @Override
    public void close() {
        store.close();
        drop.run();
    }
}
