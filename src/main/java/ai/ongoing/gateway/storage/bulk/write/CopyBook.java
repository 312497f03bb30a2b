package ai.ongoing.gateway.storage.bulk.write;

import ai.ongoing.gateway.storage.bulk.BulkException;
import ai.ongoing.gateway.storage.bulk.BulkException.Reason;
import ai.ongoing.gateway.storage.bulk.write.CopyJob.State;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The tables {@code copy_jobs}, {@code copy_chunks}, {@code copy_changes} and {@code copy_signatures} of a target, in words that both backends understand. Lines of chunks
 * are written by {@link ChunkWriter}s, in the transaction of their rows; the rest commits by itself.
 */
public final class CopyBook {

    private static final String ADD_CHUNK = "INSERT INTO copy_chunks"
            + " (job_id, table_name, chunk_no, key_from, key_to, row_count, hash) VALUES (?, ?, ?, ?, ?, ?, ?)"
            + " ON CONFLICT (job_id, table_name, chunk_no) DO UPDATE SET key_from = excluded.key_from,"
            + " key_to = excluded.key_to, row_count = excluded.row_count, hash = excluded.hash";

    private static final String ADD_CHANGE = "INSERT INTO copy_changes (job_id, table_name, row_key, column_name)"
            + " VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING";

    private final Connection connection;
    private final WriteTrouble trouble;

    CopyBook(Connection connection, WriteTrouble trouble) {
        this.connection = connection;
        this.trouble = trouble;
    }

    /** The copy that was made, or begun, last; empty in a database that was never copied into. */
    public Optional<CopyJob> last() {
        return trouble.in("reading the books of copies", () -> {
            try (PreparedStatement query = connection.prepareStatement(
                            "SELECT id, source, target, schema_version, options, state, started_at, source_id FROM copy_jobs"
                                    + " ORDER BY started_at DESC, id DESC LIMIT 1");
                    ResultSet row = query.executeQuery()) {
                return row.next() ? Optional.of(job(row)) : Optional.empty();
            }
        });
    }

    private static CopyJob job(ResultSet row) throws SQLException {
        return new CopyJob(
                row.getString(1),
                row.getString(2),
                row.getString(3),
                row.getInt(4),
                row.getString(5),
                State.valueOf(row.getString(6).toUpperCase(Locale.ROOT)),
                row.getLong(7),
                row.getString(8));
    }

    /** Writes the first line of a copy. */
    public void begin(CopyJob job) {
        change(
                "INSERT INTO copy_jobs (id, source, target, source_id, schema_version, options, state, started_at)"
                        + " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                job.id(),
                job.source(),
                job.target(),
                job.seen(),
                (long) job.schemaVersion(),
                job.options(),
                word(job.state()),
                job.startedAt());
    }

    /** Says that a copy goes on; what its last end said is not so any more. */
    public void goOn(CopyJob job) {
        change(
                "UPDATE copy_jobs SET state = ?, source_id = ?, finished_at = NULL, report_text = NULL, report_json = NULL"
                        + " WHERE id = ?",
                word(job.state()),
                job.seen(),
                job.id());
    }

    /**
     * Closes a copy with its report, also in a database that is older than signatures are.
     *
     * @param finishedAt microseconds since 1970, UTC
     */
    public void finish(CopyJob job, long finishedAt, String text, String json) {
        close(
                "UPDATE copy_jobs SET state = ?, source_id = ?, finished_at = ?, report_text = ?, report_json = ?"
                        + " WHERE id = ?",
                word(job.state()),
                job.seen(),
                finishedAt,
                text,
                json,
                job.id());
    }

    /**
     * As {@link #finish(CopyJob, long, String, String)}, signed.
     *
     * @param signature over {@code json}; null when nobody signs, which takes away what stood over an earlier report
     */
    public void finish(CopyJob job, long finishedAt, String text, String json, @Nullable String signature) {
        // In this order, so that whoever is killed in between leaves a report without a signature, never under a wrong
        // one.
        change("DELETE FROM copy_signatures WHERE job_id = ?", job.id());
        finish(job, finishedAt, text, json);
        if (signature != null) {
            change("INSERT INTO copy_signatures (job_id, signature) VALUES (?, ?)", job.id(), signature);
        }
    }

    /** The lines of one table, in order. */
    public List<CopyChunk> chunks(CopyJob job, String table) {
        return trouble.in("reading the books of copies", () -> {
            List<CopyChunk> chunks = new ArrayList<>();
            try (PreparedStatement query =
                    connection.prepareStatement("SELECT chunk_no, key_from, key_to, row_count, hash FROM copy_chunks"
                            + " WHERE job_id = ? AND table_name = ? ORDER BY chunk_no")) {
                query.setString(1, job.id());
                query.setString(2, table);
                try (ResultSet row = query.executeQuery()) {
                    while (row.next()) {
                        chunks.add(new CopyChunk(
                                job.id(),
                                table,
                                row.getLong(1),
                                row.getString(2),
                                row.getString(3),
                                row.getLong(4),
                                row.getString(5)));
                    }
                }
            }
            return chunks;
        });
    }

    /** Forgets the lines of a table from a number on: what was there is read and compared again. */
    public void forget(CopyJob job, String table, long from) {
        change("DELETE FROM copy_chunks WHERE job_id = ? AND table_name = ? AND chunk_no >= ?", job.id(), table, from);
    }

    /** Adds a line in the transaction that is open. */
    void add(CopyChunk line) throws SQLException {
        send(ADD_CHUNK, line.job(), line.table(), line.number(), line.from(), line.to(), line.rows(), line.hash());
        for (CopyChunk.Change change : line.changes()) {
            send(ADD_CHANGE, line.job(), line.table(), change.key(), change.column());
        }
    }

    private static String word(State state) {
        return state.name().toLowerCase(Locale.ROOT);
    }

    /** @throws BulkException when the copy's line is gone: another one began anew meanwhile, and nothing is proven */
    private void close(String sql, @Nullable Object... values) {
        if (change(sql, values) == 0) {
            throw new BulkException(
                    Reason.HELD,
                    "the line of this copy in the books is gone: another one into the same database began meanwhile. Run"
                            + " one of them again.");
        }
    }

    private int change(String sql, @Nullable Object... values) {
        return trouble.in("writing the books of copies", () -> {
            int changed = send(sql, values);
            if (!connection.getAutoCommit()) {
                connection.commit();
            }
            return changed;
        });
    }

    private int send(String sql, @Nullable Object... values) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < values.length; i++) {
                statement.setObject(i + 1, values[i]);
            }
            return statement.executeUpdate();
        }
    }
}
