package ai.ongoing.gateway.storage.schema;

import ai.ongoing.gateway.migration.MigrationException;
import ai.ongoing.gateway.migration.MigrationException.Reason;
import ai.ongoing.gateway.migration.backend.MigrationDialect;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What the books of a database say of the newest copy into it. A gateway does not serve on one that is not verified: rows
 * may be missing there, and the copy would find the gateway's own among its rows and could not go on.
 *
 * @param source where the rows come from, masked
 * @param state as the books have it: running, verified or different
 * @param rows that have arrived so far, by table
 */
public record LastCopy(String job, String source, String state, Instant began, Map<String, Long> rows) {

    private static final String LAST =
            "SELECT id, source, state, started_at FROM copy_jobs ORDER BY started_at DESC, id DESC LIMIT 1";
    private static final String ARRIVED = "SELECT table_name, sum(row_count) FROM copy_chunks WHERE job_id = ?"
            + " GROUP BY table_name ORDER BY table_name";
    /** A role that may only store calls cannot look; whoever copied said how it ended. */
    private static final String NO_RIGHT = "42501";

    public LastCopy {
        rows = new LinkedHashMap<>(rows);
    }

    /** Whether every row is known to have arrived. */
    public boolean verified() {
        return state.equals("verified");
    }

    /** With the rows that have arrived; the books may be missing. */
    static Optional<LastCopy> look(MigrationDialect dialect, Connection connection) throws SQLException {
        Optional<LastCopy> last =
                dialect.columns(connection, "copy_jobs").isEmpty() ? Optional.empty() : of(connection);
        if (last.isEmpty()) {
            return last;
        }
        LastCopy copy = last.get();
        return Optional.of(
                new LastCopy(copy.job(), copy.source(), copy.state(), copy.began(), arrived(connection, copy.job())));
    }

    /** Without rows; empty where nothing was ever copied to, or where the role may not look. */
    private static Optional<LastCopy> of(Connection connection) {
        try (Statement statement = connection.createStatement();
                ResultSet last = statement.executeQuery(LAST)) {
            if (!last.next()) {
                return Optional.empty();
            }
            Instant began = Instant.EPOCH.plus(last.getLong(4), ChronoUnit.MICROS);
            return Optional.of(new LastCopy(last.getString(1), last.getString(2), last.getString(3), began, Map.of()));
        } catch (SQLException e) {
            if (NO_RIGHT.equals(e.getSQLState())) {
                return Optional.empty();
            }
            throw new MigrationException(
                    Reason.UNREACHABLE, "cannot read the books of copies: " + e.getMessage() + ".", e);
        }
    }

    private static Map<String, Long> arrived(Connection connection, String job) throws SQLException {
        Map<String, Long> rows = new LinkedHashMap<>();
        try (PreparedStatement query = connection.prepareStatement(ARRIVED)) {
            query.setString(1, job);
            try (ResultSet row = query.executeQuery()) {
                while (row.next()) {
                    rows.put(row.getString(1), row.getLong(2));
                }
            }
        }
        return rows;
    }

    /** @throws MigrationException when the last copy into this database did not end well */
    static void refuseUnfinished(Connection connection) {
        of(connection).filter(copy -> !copy.verified()).ifPresent(copy -> {
            throw new MigrationException(
                    Reason.REFUSED,
                    "the copy into this database from " + copy.source() + " is not finished (" + copy.state()
                            + "), so rows may be missing. Run the same \"ongoingai db copy\" again: it goes on and"
                            + " verifies; then start again.");
        });
    }
}
