package ai.ongoing.gateway.cli;

import ai.ongoing.gateway.config.StorageDriver;
import ai.ongoing.gateway.testkit.PostgresDatabase;
import ai.ongoing.gateway.testkit.SqliteDatabase;
import ai.ongoing.gateway.testkit.TestStore;
import java.util.Map;
import java.util.function.Supplier;

/** A database nobody has used, named by the variable {@code TARGET} and by those of the configuration. */
record EmptyDatabase(Map<String, String> environment, Supplier<TestStore> opening, Runnable drop)
        implements AutoCloseable {

    static EmptyDatabase of(StorageDriver driver) {
        return switch (driver) {
            case SQLITE -> {
                SqliteDatabase database = SqliteDatabase.create();
                String file = database.file().toString();
                yield new EmptyDatabase(
                        Map.of("TARGET", file, "ONGOINGAI_STORAGE_PATH", file),
                        () -> TestStore.open(database),
                        database::close);
            }
            case POSTGRES -> {
                PostgresDatabase database = PostgresDatabase.create();
                yield new EmptyDatabase(
                        Map.of(
                                "TARGET",
                                database.dsn(),
                                "ONGOINGAI_STORAGE_DRIVER",
                                "postgres",
                                "ONGOINGAI_STORAGE_DSN",
                                database.dsn()),
                        () -> TestStore.open(database),
                        database::close);
            }
        };
    }

    /** As a gateway opens it. */
    TestStore open() {
        return opening.get();
    }

    @Override
    public void close() {
        drop.run();
    }
}
