package ai.ongoing.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ai.ongoing.gateway.config.StorageDriver;
import ai.ongoing.gateway.testkit.FakeUpstream;
import ai.ongoing.gateway.testkit.FaultyLink;
import ai.ongoing.gateway.testkit.PostgresDatabase;
import ai.ongoing.gateway.testkit.RunsOn;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every way in which PostgreSQL can be away while calls go on: none is lost, none is stored twice. */
@RunsOn(StorageDriver.POSTGRES)
final class PostgresOutagesTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /** From the moment the database is back. */
    private static final Duration RECOVERY = Duration.ofSeconds(10);

    private static final String NO_ITEMS = "\"items\":[]";

    private final PostgresDatabase database = PostgresDatabase.create();
    private final FakeUpstream upstream = FakeUpstream.start();
    private final FaultyLink link = FaultyLink.to(database.host(), database.port());

    @AfterEach
    void close() throws IOException {
        upstream.close();
        link.close();
        database.close();
    }

    /** An outage and its end. */
    enum Outage {
        STOPPED {
            @Override
            void begin(PostgresOutagesTest at) {
                at.connections(false);
            }

            @Override
            void end(PostgresOutagesTest at) {
                at.connections(true);
            }
        },
        UNREACHABLE {
            @Override
            void begin(PostgresOutagesTest at) {
                at.link.breakDown();
            }

            @Override
            void end(PostgresOutagesTest at) {
                at.link.repair();
            }
        },
        SILENT {
            @Override
            void begin(PostgresOutagesTest at) {
                at.link.stall();
            }

            @Override
            void end(PostgresOutagesTest at) {
                at.link.resume();
            }
        },
        READ_ONLY {
            @Override
            void begin(PostgresOutagesTest at) {
                at.readOnly("on");
            }

            @Override
            void end(PostgresOutagesTest at) {
                at.readOnly("off");
            }
        },
        DISK_FULL {
            @Override
            void begin(PostgresOutagesTest at) {
                at.asSuperuser(
                        "CREATE FUNCTION no_room() RETURNS trigger LANGUAGE plpgsql AS"
                                + " 'BEGIN RAISE EXCEPTION ''could not extend file'' USING ERRCODE = ''53100''; END'",
                        "CREATE TRIGGER no_room BEFORE INSERT ON traces EXECUTE FUNCTION no_room()");
            }

            @Override
            void end(PostgresOutagesTest at) {
                at.asSuperuser("DROP TRIGGER no_room ON traces", "DROP FUNCTION no_room");
            }
        };

        abstract void begin(PostgresOutagesTest at);

        abstract void end(PostgresOutagesTest at);
    }

    @ParameterizedTest
    @EnumSource
    void servesThroughItSaysSoAndStoresEveryCallOnce(Outage outage) {
        CallLoad.answeredBy(upstream);
        try (RunningGateway gateway = RunningGateway.started(variables())) {
            Soundness healthy = Soundness.here();
            Set<String> served;
            try (CallLoad load = CallLoad.on(gateway.uri("/"), 2, Duration.ofMillis(5))) {
                await().atMost(PATIENCE).until(() -> load.count() > 20);
                // What is listed during an outage is what was stored before it, so there has to be some of that.
                await().atMost(PATIENCE)
                        .until(() -> !gateway.get("/api/traces").body().contains(NO_ITEMS));
                outage.begin(this);
                await().atMost(PATIENCE)
                        .until(() ->
                                gateway.get("/api/health").body().startsWith("{\"status\":\"degraded\",\"reason\":"));
                int during = load.count();
                await().atMost(PATIENCE).until(() -> load.count() > during + 100);
                await().atMost(PATIENCE).untilAsserted(() -> assertReadsAreNeverEmpty(gateway));
                outage.end(this);
                await().atMost(RECOVERY)
                        .until(() -> gateway.get("/api/health").body().startsWith("{\"status\":\"ok\""));
                assertThat(load.statuses()).as("what clients were answered").containsOnlyKeys(200);
                load.stop();
                served = load.served();
            }
            gateway.awaitSettled();
            assertThat(gateway.books().path("declared_lost").asLong()).isZero();
            assertThat(gateway.books().path("set_aside").asLong()).isZero();
            StoredCalls.in(database).matchWithBodies(upstream, served);
            healthy.assertUnharmed();
        }
    }

    @ParameterizedTest
    @EnumSource(Cut.class)
    void storesEveryCallOnceWhenTheConnectionIsCutAtACommit(Cut cut) {
        CallLoad.answeredBy(upstream);
        try (RunningGateway gateway = RunningGateway.started(variables());
                CallLoad load = CallLoad.on(gateway.uri("/"), 2, Duration.ofMillis(5))) {
            Soundness healthy = Soundness.here();
            for (int i = 1; i <= 3; i++) {
                cut.next(link);
                await().atMost(PATIENCE).until(link::hasCut);
                int goal = load.count() + 30;
                await().atMost(PATIENCE).until(() -> load.count() > goal);
            }
            load.stop();
            gateway.awaitSettled();
            assertThat(gateway.books().path("declared_lost").asLong()).isZero();
            StoredCalls.in(database).matchWithBodies(upstream, load.served());
            healthy.assertUnharmed();
        }
    }

    /** Where the answer to a commit is lost: before the server heard of it, or after. */
    enum Cut {
        BEFORE,
        AFTER;

        void next(FaultyLink link) {
            if (this == BEFORE) {
                link.cutBefore("COMMIT", 0);
            } else {
                link.cutAfter("COMMIT", 0);
            }
        }
    }

    /** A list is refused with the time to try again, or it is a real one. */
    private static void assertReadsAreNeverEmpty(RunningGateway gateway) {
        HttpResponse<String> list = gateway.get("/api/traces");
        if (list.statusCode() == 200) {
            assertThat(list.body()).contains("\"lag_seconds\":").doesNotContain(NO_ITEMS);
        } else {
            assertThat(list.statusCode()).isEqualTo(503);
            assertThat(list.headers().firstValue("Retry-After")).isPresent();
        }
    }

    private Map<String, String> variables() {
        Map<String, String> variables = RunningGateway.keepingBodies(RunningGateway.on(database, upstream));
        variables.put("ONGOINGAI_STORAGE_DSN", database.dsnThrough(link.port()));
        return variables;
    }

    /** Lets the database take connections, or ends all it has and refuses new ones. */
    private void connections(boolean allowed) {
        database.asAdministrator("ALTER DATABASE " + database.name() + " ALLOW_CONNECTIONS " + allowed);
        if (!allowed) {
            endSessions();
        }
    }

    private void readOnly(String value) {
        database.asAdministrator("ALTER DATABASE " + database.name() + " SET default_transaction_read_only = " + value);
        endSessions();
    }

    private void endSessions() {
        database.asAdministrator(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '" + database.name() + "'");
    }

    private void asSuperuser(String... statements) {
        try (Connection connection = database.connectAsSuperuser();
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
