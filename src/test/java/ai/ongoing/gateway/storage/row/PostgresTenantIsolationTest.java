package ai.ongoing.gateway.storage.row;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import ai.ongoing.gateway.config.StorageDriver;
import ai.ongoing.gateway.tenant.Tenant;
import ai.ongoing.gateway.tenant.TenantScope;
import ai.ongoing.gateway.testkit.RunsOn;
import ai.ongoing.gateway.testkit.Samples;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** As the plain owner of every table, with queries that forget their WHERE clause. */
@RunsOn(StorageDriver.POSTGRES)
final class PostgresTenantIsolationTest extends TenantIsolationContract {

    private static final String EVERYTHING = "SELECT count(*), count(DISTINCT org_id) FROM traces";

    PostgresTenantIsolationTest() {
        super(StorageDriver.POSTGRES);
    }

    @Test
    void showsNothingToAQueryWithoutAScope() throws SQLException {
        assertThat(rows(null)).isZero();
    }

    @Test
    void showsOneTenantToAQueryThatForgetsItsWhereClause() throws SQLException {
        assertThat(rows(RowScope.of(TenantScope.of(ACME)))).isEqualTo(20);
        assertThat(tenants(RowScope.of(TenantScope.of(ACME)))).isOne();
    }

    @Test
    void showsAWriterNothing() throws SQLException {
        assertThat(rows(RowScope.WRITER)).isZero();
    }

    @Test
    void showsTheOperatorAll() throws SQLException {
        assertThat(tenants(RowScope.OPERATOR)).isEqualTo(2);
    }

    @ParameterizedTest
    @MethodSource("hostileNames")
    void showsNothingToAHostileNameThatForgetsItsWhereClause(String name) throws SQLException {
        assertThat(rows(RowScope.of(TenantScope.of(Tenant.of(name, name))))).isZero();
    }

    @Test
    void keepsAHalfStatedScopeClosed() throws SQLException {
        assertThat(rows(new RowScope("acme", "", ""))).isZero();
        assertThat(rows(new RowScope("", "prod", ""))).isZero();
        assertThat(rows(new RowScope("", "", "WRITER"))).isZero();
    }

    @Test
    void endsAScopeWithItsTransactionHoweverThatEnds() throws SQLException {
        try (Connection connection = store().connect()) {
            for (boolean commits : List.of(true, false)) {
                connection.setAutoCommit(false);
                RowScope.OPERATOR.enter(connection, PostgresDialect.INSTANCE, Duration.ofSeconds(5));
                if (commits) {
                    connection.commit();
                } else {
                    connection.rollback();
                }
                assertThat(first(connection, EVERYTHING, 1)).isZero();
                connection.rollback();
            }
        }
    }

    @Test
    void changesNoRowOfAnotherTenant() throws SQLException {
        try (Connection connection = store().connect();
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            for (RowScope scope : Stream.of(RowScope.of(TenantScope.of(Tenant.of("nobody", "x"))), RowScope.WRITER)
                    .toList()) {
                scope.enter(connection, PostgresDialect.INSTANCE, Duration.ofSeconds(5));
                assertThat(statement.executeUpdate("UPDATE traces SET model = 'mine'"))
                        .isZero();
                assertThat(statement.executeUpdate("DELETE FROM traces")).isZero();
                connection.rollback();
            }
        }
    }

    @Test
    void letsATenantInsertNoRowOfAnother() throws SQLException {
        try (Connection connection = store().connect()) {
            connection.setAutoCommit(false);
            RowScope.of(TenantScope.of(ACME)).enter(connection, PostgresDialect.INSTANCE, Duration.ofSeconds(5));
            assertThatExceptionOfType(SQLException.class)
                    .isThrownBy(() -> new PostgresBatchWriter().insert(connection, List.of(Samples.of(OTHER))))
                    .satisfies(e -> assertThat(e.getSQLState()).isEqualTo("42501"));
            connection.rollback();
        }
    }

    private long rows(@Nullable RowScope scope) throws SQLException {
        return inScope(scope, 1);
    }

    private long tenants(RowScope scope) throws SQLException {
        return inScope(scope, 2);
    }

    private long inScope(@Nullable RowScope scope, int column) throws SQLException {
        try (Connection connection = store().connect()) {
            connection.setAutoCommit(false);
            if (scope != null) {
                scope.enter(connection, PostgresDialect.INSTANCE, Duration.ofSeconds(5));
            }
            long number = first(connection, EVERYTHING, column);
            connection.rollback();
            return number;
        }
    }

    private static long first(Connection connection, String sql, int column) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getLong(column);
        }
    }
}
