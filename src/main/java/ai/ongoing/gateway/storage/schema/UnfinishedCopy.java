package ai.ongoing.gateway.storage.schema;

import ai.ongoing.gateway.migration.MigrationException;
import ai.ongoing.gateway.migration.MigrationException.Reason;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * Keeps a gateway from serving on a database whose last copy is not verified: rows may be missing there, and the copy would
 * find the gateway's own among its rows and could not go on.
 */
final class UnfinishedCopy {

    private static final String LAST = "SELECT state, source FROM copy_jobs ORDER BY started_at DESC, id DESC LIMIT 1";

    private UnfinishedCopy() {}

    /** @throws MigrationException when the last copy into this database did not end well */
    static void refuse(Connection connection) {
        try (Statement statement = connection.createStatement();
                ResultSet last = statement.executeQuery(LAST)) {
            if (last.next() && !last.getString(1).equals("verified")) {
                throw new MigrationException(
                        Reason.REFUSED,
                        "the copy into this database from " + last.getString(2) + " is not finished ("
                                + last.getString(1)
                                + "), so rows may be missing. Run the same \"ongoingai db copy\" again: it goes on and"
                                + " verifies; then start again.");
            }
        } catch (SQLException e) {
            if ("42501".equals(e.getSQLState())) {
                return; // a role that may only store calls cannot look; whoever copied said how it ended
            }
            throw new MigrationException(
                    Reason.UNREACHABLE, "cannot read the books of copies: " + e.getMessage() + ".", e);
        }
    }
}
