package ai.ongoing.gateway.storage.schema;

import ai.ongoing.gateway.migration.MigrationException;
import ai.ongoing.gateway.migration.MigrationException.Reason;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * The role that serves where another one migrates. It owns nothing, so it may do only what it was granted; a start finds
 * that out here, not with the first call it cannot store.
 */
final class ServingRole {

    /** What a gateway does all day; a table in a schema that the role may not use counts as missing. */
    private static final String LACKING = """
            SELECT quote_ident(current_user), string_agg(needed.name, ', ' ORDER BY needed.name)
            FROM (VALUES ('organizations'), ('traces'), ('workspaces')) AS needed (name)
            WHERE CASE WHEN to_regclass(needed.name) IS NULL THEN true
                       ELSE NOT (has_table_privilege(to_regclass(needed.name), 'SELECT')
                                 AND has_table_privilege(to_regclass(needed.name), 'INSERT')) END
            """;

    private final Connection connection;

    ServingRole(Connection connection) {
        this.connection = connection;
    }

    /**
     * @param schema where the migrations made the tables, quoted
     * @throws MigrationException with the grants that are missing
     */
    void requireRights(String schema) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(LACKING)) {
            row.next();
            String role = row.getString(1);
            String tables = row.getString(2);
            if (tables != null) {
                throw new MigrationException(
                        Reason.RIGHTS,
                        "the schema is ready, but the role " + role + " of storage.dsn may not read and write: "
                                + tables
                                + "\nSee that both connection strings name the same database. As the role of"
                                + " storage.migration_dsn run:\n  GRANT USAGE ON SCHEMA " + schema + " TO " + role
                                + ";\n  GRANT SELECT, INSERT ON " + tables + " TO " + role
                                + ";\nThen run \"ongoingai serve\" again.");
            }
        }
    }
}
