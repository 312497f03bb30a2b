package ai.ongoing.gateway.storage.row;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.ongoing.gateway.config.StorageDriver;
import ai.ongoing.gateway.tenant.TenantScope;
import ai.ongoing.gateway.testkit.PostgresDatabase;
import ai.ongoing.gateway.testkit.RunsOn;
import ai.ongoing.gateway.trace.TraceStoreException;
import ai.ongoing.gateway.trace.TraceStoreException.Failure;
import com.zaxxer.hikari.HikariDataSource;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Reads whose connection is lost between two statements. */
@RunsOn(StorageDriver.POSTGRES)
class ScopedTransactionsTest {

    @Test
    void callsALostConnectionByItsNameAlthoughTheRollbackFailsAsWell() {
        try (PostgresDatabase database = PostgresDatabase.create();
                HikariDataSource pool = new HikariDataSource()) {
            pool.setJdbcUrl(database.jdbcUrl());
            pool.setUsername(database.owner());
            pool.setPassword(database.password());
            ScopedTransactions transactions =
                    new ScopedTransactions(pool, PostgresDialect.INSTANCE, Duration.ofSeconds(5));

            assertThatThrownBy(() -> transactions.read(TenantScope.operator(), client -> {
                        database.asAdministrator(
                                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '"
                                        + database.name() + "'");
                        return client.sql("SELECT 1").query(Integer.class).single();
                    }))
                    .isInstanceOfSatisfying(
                            TraceStoreException.class,
                            e -> assertThat(e.failure()).isEqualTo(Failure.CONNECTION));
        }
    }
}
