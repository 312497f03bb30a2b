package ai.ongoing.gateway.storage.row;

import ai.ongoing.gateway.tenant.TenantScope;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Objects;
import java.util.function.Function;
import javax.sql.DataSource;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.jdbc.datasource.DataSourceUtils;
import org.springframework.transaction.TransactionException;
import org.springframework.transaction.TransactionSystemException;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * The only way to read trace rows: in a transaction whose first statement states the scope, so that a forgotten WHERE
 * clause shows nothing instead of everything. Thread-safe; blocks for one pooled connection at most.
 */
final class ScopedTransactions {

    /** "cached plan must not change result type". */
    private static final String STALE_PLAN = "0A000";

    private final DataSource dataSource;
    private final SqlDialect dialect;
    private final Duration limit;
    private final TransactionTemplate transactions;
    private final JdbcClient client;

    /** @param limit how long one statement may take */
    ScopedTransactions(DataSource dataSource, SqlDialect dialect, Duration limit) {
        this.dataSource = dataSource;
        this.dialect = dialect;
        this.limit = limit;
        this.transactions = new TransactionTemplate(new DataSourceTransactionManager(dataSource));
        // SQLite's readers are read-only by PRAGMA query_only and refuse to be told so by JDBC once open.
        this.transactions.setReadOnly(dialect instanceof PostgresDialect);
        org.springframework.jdbc.core.JdbcTemplate template =
                new org.springframework.jdbc.core.JdbcTemplate(dataSource);
        template.setQueryTimeout((int) Math.max(1, limit.toSeconds()));
        this.client = JdbcClient.create(template);
    }

    SqlDialect dialect() {
        return dialect;
    }

    /** @throws ai.ongoing.gateway.trace.TraceStoreException when the store cannot answer */
    <T> T read(TenantScope scope, Function<JdbcClient, T> work) {
        try {
            return readOnce(scope, work);
        } catch (DataAccessException | TransactionException e) {
            if (!STALE_PLAN.equals(StoreFailures.sqlState(e))) {
                throw failed(e);
            }
            // The schema was changed under a plan of this connection; the pool has put it away with all others.
            return readAgain(scope, work);
        }
    }

    private <T> T readAgain(TenantScope scope, Function<JdbcClient, T> work) {
        try {
            return readOnce(scope, work);
        } catch (DataAccessException | TransactionException e) {
            throw failed(e);
        }
    }

    private <T> T readOnce(TenantScope scope, Function<JdbcClient, T> work) {
        return Objects.requireNonNull(transactions.execute(status -> {
            enter(RowScope.of(scope));
            return work.apply(client);
        }));
    }

    private static RuntimeException failed(RuntimeException e) {
        // Where a connection is lost, the rollback fails as well; what went wrong first is the reason.
        Throwable first = e instanceof TransactionSystemException rollback ? firstFailure(rollback) : e;
        return StoreFailures.toTraceStoreException("cannot read traces", first);
    }

    private static Throwable firstFailure(TransactionSystemException rollback) {
        Throwable first = rollback.getApplicationException();
        return first == null ? rollback : first;
    }

    private void enter(RowScope scope) {
        Connection connection = DataSourceUtils.getConnection(dataSource);
        try {
            scope.enter(connection, dialect, limit);
        } catch (SQLException e) {
            throw new org.springframework.dao.DataAccessResourceFailureException("cannot state the scope", e);
        } finally {
            DataSourceUtils.releaseConnection(connection, dataSource);
        }
    }
}
