package ai.ongoing.gateway.storage;

import ai.ongoing.gateway.config.StorageDriver;
import ai.ongoing.gateway.storage.row.StoreFailures;
import ai.ongoing.gateway.storage.row.TraceRows;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Asks the server for a sign of life, at most every two seconds however often health is asked, on a thread of its own:
 * a server that hangs must not hang the probe. Thread-safe.
 */
final class PostgresStatus implements StorageStatus, AutoCloseable {

    private static final Duration FRESH = Duration.ofSeconds(2);
    private static final Duration PATIENCE = Duration.ofMillis(400);
    private static final int PING_SECONDS = 2;
    private static final Optional<String> NO_ANSWER = Optional.of("PostgreSQL does not answer");

    private final DataSource dataSource;
    private final TraceRows rows;
    private final ExecutorService pinging = Executors.newVirtualThreadPerTaskExecutor();
    private @Nullable CompletableFuture<Optional<String>> latest;
    private long askedAt;

    PostgresStatus(DataSource dataSource, TraceRows rows) {
        this.dataSource = dataSource;
        this.rows = rows;
    }

    @Override
    public String driver() {
        return StorageDriver.POSTGRES.label();
    }

    /** Only the server knows, and asking it is not cheap. */
    @Override
    public OptionalLong sizeBytes() {
        return OptionalLong.empty();
    }

    /** No answer in time counts as trouble. */
    @Override
    public Optional<String> trouble() {
        try {
            return ping().get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException | ExecutionException e) {
            return NO_ANSWER;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return NO_ANSWER;
        }
    }

    /** The ping under way, or the last one while it is fresh, or a new one: never two at once. */
    private synchronized CompletableFuture<Optional<String>> ping() {
        CompletableFuture<Optional<String>> ping = latest;
        boolean stale = System.nanoTime() - askedAt > FRESH.toNanos();
        if (ping == null || (ping.isDone() && stale)) {
            askedAt = System.nanoTime();
            ping = CompletableFuture.supplyAsync(this::complaint, pinging);
            latest = ping;
        }
        return ping;
    }

    private Optional<String> complaint() {
        try (Connection connection = dataSource.getConnection()) {
            return connection.isValid(PING_SECONDS) ? Optional.empty() : NO_ANSWER;
        } catch (SQLException e) {
            return Optional.of("PostgreSQL cannot be reached: " + StoreFailures.reason(e));
        }
    }

    @Override
    public TraceCount traceCount() {
        return new TraceCount(rows.known(), rows.counted());
    }

    @Override
    public void close() {
        pinging.shutdownNow();
    }
}
