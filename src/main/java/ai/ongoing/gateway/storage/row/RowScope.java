package ai.ongoing.gateway.storage.row;

import ai.ongoing.gateway.tenant.Tenant;
import ai.ongoing.gateway.tenant.TenantScope;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;

/**
 * What one transaction may see, in the words of the database's policies. {@link #WRITER} and {@link #OPERATOR} reach
 * over tenants; who may ask for them is listed in {@code ScopeCallersTest} and nowhere else.
 */
record RowScope(String org, String workspace, String system) {

    /** Inserts rows of many tenants in one batch, and sees none. */
    static final RowScope WRITER = new RowScope("", "", "writer");

    /** Sees every tenant's rows. */
    static final RowScope OPERATOR = new RowScope("", "", "operator");

    static RowScope of(TenantScope scope) {
        return switch (scope) {
            case TenantScope.OneTenant(Tenant tenant) ->
                new RowScope(tenant.org().value(), tenant.workspace().value(), "");
            case TenantScope.Operator ignored -> OPERATOR;
        };
    }

    /**
     * Must be the first statement of the transaction; the scope ends with it. A reader's values are seen by the planner each
     * time: a plan for any value, which a server makes of a statement asked for often, takes no partial index. Its lists are
     * read along an index in their order until a page is full, where a planner that expects a tenth of what there is would
     * gather all of it from a bitmap and sort.
     */
    void enter(Connection connection, SqlDialect dialect, Duration limit) throws SQLException {
        if (dialect.enterScope().isEmpty()) {
            return;
        }
        try (PreparedStatement statement = connection.prepareStatement(dialect.enterScope())) {
            statement.setString(1, org);
            statement.setString(2, workspace);
            statement.setString(3, system);
            statement.setString(4, Long.toString(limit.toMillis()));
            statement.setString(5, equals(WRITER) ? "auto" : "force_custom_plan");
            statement.setString(6, equals(WRITER) ? "on" : "off");
            statement.execute();
        }
    }
}
