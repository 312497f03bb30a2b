package ai.ongoing.gateway.storage.schema;

import ai.ongoing.gateway.migration.Expectation;
import ai.ongoing.gateway.migration.MigrationObserver;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/** How many calls were made while files were applied, the longest time one waited, and the file applied meanwhile. */
record Traffic(long calls, long longestMillis, String during) {

    /** Which file is being applied, and what was expected of all. */
    static final class Current implements MigrationObserver {

        private volatile String file = "no file";
        private volatile Expectation expectation = new Expectation(Duration.ZERO);

        @Override
        public void applying(String name) {
            file = name;
        }

        @Override
        public void expecting(Expectation expected) {
            expectation = expected;
        }

        Expectation expectation() {
            return expectation;
        }
    }

    /** One call after another until it is over; its statements are sent as they are. */
    static CompletableFuture<Traffic> start(
            SchemaBackend backend, AtomicBoolean over, Current current, String... statements) {
        return CompletableFuture.supplyAsync(() -> run(backend, over, current, statements), Thread::startVirtualThread);
    }

    private static Traffic run(SchemaBackend backend, AtomicBoolean over, Current current, String... statements) {
        Traffic traffic = new Traffic(0, 0, "");
        try (Connection connection = backend.connect();
                Statement statement = connection.createStatement()) {
            while (!over.get()) {
                String file = current.file;
                long started = System.nanoTime();
                for (String sql : statements) {
                    statement.execute(sql);
                }
                traffic = traffic.and(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - started), file);
                TimeUnit.MILLISECONDS.sleep(2);
            }
        } catch (SQLException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
        return traffic;
    }

    private Traffic and(long millis, String file) {
        return millis > longestMillis
                ? new Traffic(calls + 1, millis, file)
                : new Traffic(calls + 1, longestMillis, during);
    }
}
