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
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What the books of a database say of a copy into it. A gateway does not serve on one whose newest copy is not verified:
 * rows may be missing there, and the copy would find the gateway's own among its rows and could not go on.
 *
 * @param source where the rows come from, masked
 * @param state as the books have it: running, verified or different
 * @param rows that have arrived so far, by table
 * @param report what was said at its end; null before it, and for a role that asked for no report
 */
public record PastCopy(
        String job,
        String source,
        String state,
        Instant began,
        Map<String, Long> rows,
        @Nullable Report report) {

    /**
     * A report as it was kept.
     *
     * @param signature over {@code json}, in the form of {@code transfer.proof.ReportSeal}; null when nobody signed
     */
    public record Report(String text, String json, @Nullable String signature) {}

    private static final String NEWEST_FIRST = " ORDER BY started_at DESC, id DESC";
    private static final String LAST =
            "SELECT id, source, state, started_at FROM copy_jobs" + NEWEST_FIRST + " LIMIT 1";
    private static final String ARRIVED = "SELECT table_name, sum(row_count) FROM copy_chunks WHERE job_id = ?"
            + " GROUP BY table_name ORDER BY table_name";
    private static final String REPORTS = "SELECT id, source, state, started_at, report_text, report_json, ";
    private static final String SIGNED =
            "signature FROM copy_jobs LEFT JOIN copy_signatures ON copy_signatures.job_id = copy_jobs.id";
    private static final String UNSIGNED = "NULL FROM copy_jobs";
    /** A role that may only store calls cannot look; whoever copied said how it ended. */
    private static final String NO_RIGHT = "42501";

    public PastCopy {
        rows = new LinkedHashMap<>(rows);
    }

    /** Whether every row is known to have arrived. */
    public boolean verified() {
        return state.equals("verified");
    }

    /** The copies, newest first, with rows and reports; the books may be missing, or older than signatures are. */
    static List<PastCopy> look(MigrationDialect dialect, Connection connection) throws SQLException {
        if (dialect.columns(connection, "copy_jobs").isEmpty()) {
            return List.of();
        }
        boolean signed = !dialect.columns(connection, "copy_signatures").isEmpty();
        String all = REPORTS + (signed ? SIGNED : UNSIGNED) + NEWEST_FIRST;
        List<PastCopy> copies = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(all)) {
            while (row.next()) {
                copies.add(copy(row, arrived(connection, row.getString(1)), report(row)));
            }
        } catch (SQLException e) {
            // The state of a store is looked at by such a role too, and has more to say than this.
            if (!NO_RIGHT.equals(e.getSQLState())) {
                throw e;
            }
        }
        return copies;
    }

    private static PastCopy copy(ResultSet row, Map<String, Long> rows, @Nullable Report report) throws SQLException {
        Instant began = Instant.EPOCH.plus(row.getLong(4), ChronoUnit.MICROS);
        return new PastCopy(row.getString(1), row.getString(2), row.getString(3), began, rows, report);
    }

    private static @Nullable Report report(ResultSet row) throws SQLException {
        String text = row.getString(5);
        String json = row.getString(6);
        return json == null ? null : new Report(text == null ? "" : text, json, row.getString(7));
    }

    /** Without rows and report; empty where nothing was ever copied to, or where the role may not look. */
    private static Optional<PastCopy> last(Connection connection) {
        try (Statement statement = connection.createStatement();
                ResultSet last = statement.executeQuery(LAST)) {
            return last.next() ? Optional.of(copy(last, Map.of(), null)) : Optional.empty();
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
        last(connection).filter(copy -> !copy.verified()).ifPresent(copy -> {
            throw new MigrationException(
                    Reason.REFUSED,
                    "the copy into this database from " + copy.source() + " is not finished (" + copy.state()
                            + "), so rows may be missing. Run the same \"ongoingai db copy\", \"import\" or \"restore\" again: it"
                            + " does what is left to do and verifies; then start again.");
        });
    }
}
