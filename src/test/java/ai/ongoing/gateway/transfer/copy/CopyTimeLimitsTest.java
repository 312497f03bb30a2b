package ai.ongoing.gateway.transfer.copy;

import static org.assertj.core.api.Assertions.assertThat;

import ai.ongoing.gateway.config.StorageDriver;
import ai.ongoing.gateway.migration.MigrationObserver;
import ai.ongoing.gateway.storage.Endpoint;
import ai.ongoing.gateway.storage.bulk.BulkSource;
import ai.ongoing.gateway.storage.bulk.TableShape;
import ai.ongoing.gateway.storage.bulk.write.BulkTarget;
import ai.ongoing.gateway.testkit.PostgresDatabase;
import ai.ongoing.gateway.testkit.RunsOn;
import ai.ongoing.gateway.testkit.TestStore;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Copies from and to a server whose limits of time are shorter than what one end waits for the other. */
@RunsOn(StorageDriver.POSTGRES)
final class CopyTimeLimitsTest {

    private static final Duration LIMIT = Duration.ofSeconds(1);

    private PostgresDatabase server;

    @BeforeEach
    void openServer() {
        server = PostgresDatabase.create();
        end(server.dsn()).schema(MigrationObserver.SILENT).up();
    }

    @AfterEach
    void closeServer() {
        server.close();
    }

    private static Endpoint end(String dsn) {
        return new Endpoint("--end", TestStore.postgres(dsn));
    }

    private void makeImpatient() throws SQLException {
        List<String> limits = new ArrayList<>(List.of("idle_in_transaction_session_timeout", "idle_session_timeout"));
        try (Connection connection = server.connect()) {
            if (connection.getMetaData().getDatabaseMajorVersion() >= 17) {
                limits.add("transaction_timeout");
            }
        }
        for (String limit : limits) {
            server.asAdministrator("ALTER DATABASE " + server.name() + " SET " + limit + " = " + LIMIT.toMillis());
        }
    }

    private static void pause() {
        LockSupport.parkNanos(LIMIT.multipliedBy(3).dividedBy(2).toNanos());
    }

    /** Lets both ends wait within a chunk, and before what arrived is read back. */
    private static CopyReport copySlowly(Endpoint from, Endpoint to) {
        CopyObserver slow = new CopyObserver() {
            @Override
            public void progress(String name, long done, long earlier) {
                if (name.equals("traces")) {
                    pause();
                }
            }

            @Override
            public void verifying(String name) {
                if (name.equals("traces")) {
                    pause();
                }
            }
        };
        CopyRequest request = new CopyRequest(from, to, true, false, 1_000, BadText.FAIL, () -> false);
        return new DatabaseCopy(request, slow).run(1, 1);
    }

    @Test
    void aTargetWaitsForItsSource() throws Exception {
        try (End from = End.migrated(StorageDriver.SQLITE)) {
            from.store(CopyContract.traces(20));
            makeImpatient();
            CopyReport report = copySlowly(from.as("--from"), end(server.dsn()));
            assertThat(report.verified()).as(report.text()).isTrue();
        }
    }

    @Test
    void aSourceWaitsForItsTarget() throws Exception {
        try (TestStore gateway = TestStore.open(server)) {
            gateway.sink().save(CopyContract.traces(20));
        }
        makeImpatient();
        try (End to = End.empty(StorageDriver.SQLITE)) {
            CopyReport report = copySlowly(end(server.dsn()), to.as("--to"));
            assertThat(report.verified()).as(report.text()).isTrue();
        }
    }

    /** As a table does that is larger than a minute counts. */
    @Test
    void aTableThatTakesLongIsCountedAllTheSame() throws Exception {
        TableShape traces;
        try (BulkSource shapes = end(server.dsn()).source()) {
            traces = shapes.tables().getLast();
        }
        try (BulkTarget target = end(server.dsn() + "&socketTimeout=1").target();
                Connection holder = server.connect();
                Statement statement = holder.createStatement()) {
            holder.setAutoCommit(false);
            statement.execute("LOCK TABLE traces IN ACCESS EXCLUSIVE MODE");
            CompletableFuture<Long> count = CompletableFuture.supplyAsync(() -> target.count(traces));
            LockSupport.parkNanos(
                    Duration.ofSeconds(3).toNanos()); // the socket's limit, and time for the count to begin
            holder.rollback();
            assertThat(count.join()).isZero();
        }
    }
}
