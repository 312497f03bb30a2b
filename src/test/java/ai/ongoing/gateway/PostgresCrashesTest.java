package ai.ongoing.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ai.ongoing.gateway.config.StorageDriver;
import ai.ongoing.gateway.testkit.FakeUpstream;
import ai.ongoing.gateway.testkit.Namespaces;
import ai.ongoing.gateway.testkit.OwnPostgres;
import ai.ongoing.gateway.testkit.PostgresBinaries;
import ai.ongoing.gateway.testkit.PostgresDatabase;
import ai.ongoing.gateway.testkit.RunsOn;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A server that stops, dies and runs out of disk for real while calls go on. */
@Tag("long")
@Tag("measured")
@RunsOn(StorageDriver.POSTGRES)
final class PostgresCrashesTest {

    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final Duration RECOVERY = Duration.ofSeconds(10);

    private final FakeUpstream upstream = FakeUpstream.start();

    @AfterEach
    void close() {
        upstream.close();
    }

    @Test
    void storesEveryCallOnceAcrossStopsAndCrashes() throws SQLException {
        CallLoad.answeredBy(upstream);
        try (OwnPostgres server = OwnPostgres.start(binaries());
                PostgresDatabase database = PostgresDatabase.createIn(server);
                RunningGateway gateway =
                        RunningGateway.started(RunningGateway.keepingBodies(RunningGateway.on(database, upstream)));
                CallLoad load = CallLoad.on(gateway.uri("/"), 4, Duration.ofMillis(5))) {
            Soundness healthy = Soundness.here();
            for (Runnable end : new Runnable[] {server::stop, server::kill, server::kill}) {
                end.run();
                awaitHealth(gateway, "degraded", PATIENCE);
                await().atMost(PATIENCE).until(goesOn(load));
                server.startAgain();
                awaitHealth(gateway, "ok", RECOVERY);
            }
            load.stop();
            assertThat(load.statuses()).containsOnlyKeys(200);
            gateway.awaitSettled();
            assertThat(gateway.books().path("declared_lost").asLong()).isZero();
            StoredCalls.in(database).matchWithBodies(upstream, load.served());
            healthy.assertUnharmed();
        }
    }

    @Test
    void waitsForRoomOnAFullDisk() throws SQLException {
        Namespaces.assumeMounting();
        CallLoad.answeredBy(upstream);
        try (OwnPostgres server = OwnPostgres.startWithDisk(binaries(), "20m");
                PostgresDatabase database = PostgresDatabase.createOn(server);
                RunningGateway gateway =
                        RunningGateway.started(RunningGateway.keepingBodies(RunningGateway.on(database, upstream)));
                CallLoad load = CallLoad.on(gateway.uri("/"), 4, Duration.ofMillis(5))) {
            Soundness healthy = Soundness.here();
            fill(database);
            awaitHealth(gateway, "degraded", PATIENCE);
            assertThat(gateway.get("/api/health").body()).contains("disk is full");
            await().atMost(PATIENCE).until(goesOn(load));
            execute(database, "DROP TABLE ballast");
            awaitHealth(gateway, "ok", RECOVERY);
            load.stop();
            assertThat(load.statuses()).containsOnlyKeys(200);
            gateway.awaitSettled();
            assertThat(gateway.books().path("declared_lost").asLong()).isZero();
            StoredCalls.in(database).matchWithBodies(upstream, load.served());
            healthy.assertUnharmed();
        }
    }

    private static java.util.concurrent.Callable<Boolean> goesOn(CallLoad load) {
        int goal = load.count() + 200;
        return () -> load.count() > goal;
    }

    private static void awaitHealth(RunningGateway gateway, String word, Duration patience) {
        await().atMost(patience)
                .until(() -> gateway.get("/api/health").body().startsWith("{\"status\":\"" + word + "\""));
    }

    /** A table that grows until nothing goes any more. */
    private static void fill(PostgresDatabase database) throws SQLException {
        execute(database, "CREATE TABLE ballast (a text)");
        try {
            while (true) {
                execute(
                        database,
                        "INSERT INTO ballast SELECT repeat(gen_random_uuid()::text, 200) FROM generate_series(1, 4)");
            }
        } catch (SQLException full) {
            assertThat(full.getSQLState()).isEqualTo("53100");
        }
    }

    private static void execute(PostgresDatabase database, String sql) throws SQLException {
        try (Connection connection = database.connectAsSuperuser();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static PostgresBinaries binaries() throws SQLException {
        Optional<PostgresBinaries> binaries = PostgresBinaries.ofTheTestServer();
        Assumptions.assumeTrue(binaries.isPresent(), "the server of the tests is not one of this machine");
        return binaries.orElseThrow();
    }
}
