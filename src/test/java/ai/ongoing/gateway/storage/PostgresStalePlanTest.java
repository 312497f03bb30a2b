package ai.ongoing.gateway.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import ai.ongoing.gateway.config.StorageDriver;
import ai.ongoing.gateway.tenant.TenantScope;
import ai.ongoing.gateway.testkit.PostgresDatabase;
import ai.ongoing.gateway.testkit.RunsOn;
import ai.ongoing.gateway.testkit.Samples;
import ai.ongoing.gateway.testkit.TestStore;
import ai.ongoing.gateway.trace.TraceFilter;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.datasource.DelegatingDataSource;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/** Two gateways whose connections keep plans, while somebody changes the type of a column under them. */
@RunsOn(StorageDriver.POSTGRES)
final class PostgresStalePlanTest {

    /** More than the driver waits before the server keeps a plan, on each of the pool's connections. */
    private static final int WARM = 60;

    @Test
    void readsOnWhenTheSchemaChangesUnderAKeptPlan() throws SQLException {
        try (PostgresDatabase database = PostgresDatabase.create();
                TestStore one = TestStore.open(database);
                TestStore other = TestStore.open(database);
                Connection plain = database.connect();
                PreparedStatement kept = plain.prepareStatement("SELECT request_method FROM traces")) {
            one.sink().save(List.of(Samples.trace()));
            plain.setAutoCommit(false);
            for (int i = 0; i < WARM; i++) {
                assertThat(read(one)).isEqualTo(1);
                assertThat(read(other)).isEqualTo(1);
                kept.executeQuery().close();
            }
            plain.commit();
            change(database);
            assertThatThrownBy(kept::executeQuery)
                    .as("a connection that nobody evicts")
                    .isInstanceOf(SQLException.class)
                    .extracting(e -> ((SQLException) e).getSQLState())
                    .isEqualTo(StalePlans.STATE);
            plain.rollback();
            for (int i = 0; i < WARM; i++) {
                assertThat(read(one)).isEqualTo(1);
                assertThat(read(other)).isEqualTo(1);
            }
        }
    }

    @Test
    void putsConnectionsAwayOnceWhenAnotherProcessChangesTheSchema() throws SQLException {
        AtomicInteger evictions = new AtomicInteger();
        AtomicInteger looks = new AtomicInteger();
        try (PostgresDatabase database = PostgresDatabase.create();
                TestStore store = TestStore.open(database);
                StalePlans plans = new StalePlans(evictions::incrementAndGet)) {
            DriverManagerDataSource server =
                    new DriverManagerDataSource(database.jdbcUrl(), database.owner(), database.password());
            plans.watch(
                    new DelegatingDataSource(server) {
                        @Override
                        public Connection getConnection() throws SQLException {
                            looks.incrementAndGet();
                            return super.getConnection();
                        }
                    },
                    Duration.ofMillis(20));
            await().until(() -> looks.get() > 2);
            assertThat(evictions).as("while nothing changes").hasValue(0);
            change(database);
            await().until(() -> evictions.get() > 0);
            int seen = looks.get();
            await().until(() -> looks.get() > seen + 2);
            assertThat(evictions).hasValue(1);
            assertThat(read(store)).isZero();
        }
    }

    private static int read(TestStore store) {
        return store.reader()
                .list(TenantScope.operator(), TraceFilter.ANY, null, 10)
                .items()
                .size();
    }

    private static void change(PostgresDatabase database) throws SQLException {
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement()) {
            statement.execute("SET row_security = on");
            statement.execute("ALTER TABLE traces ALTER COLUMN request_method TYPE VARCHAR(100)");
        }
    }
}
