package ai.ongoing.gateway.storage.bulk.read;

import static java.util.stream.Collectors.joining;

import ai.ongoing.gateway.storage.bulk.ColumnShape;
import ai.ongoing.gateway.storage.bulk.Manifest;
import ai.ongoing.gateway.storage.bulk.RowBatch;
import ai.ongoing.gateway.storage.bulk.RowStream;
import ai.ongoing.gateway.storage.bulk.TableShape;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.util.List;
import java.util.Set;
import org.postgresql.copy.CopyManager;
import org.postgresql.copy.CopyOut;
import org.postgresql.core.BaseConnection;

/**
 * Rows of a PostgreSQL query, through COPY in its binary form: the server sends each row once and as it is, and the driver
 * keeps none. The form stands in the manual of PostgreSQL 18, chapter "COPY", section "Binary Format".
 */
final class PostgresRows implements RowStream {

    /** Signature, flags, and the length of an extension that has none. */
    private static final int HEADER = 19;

    private static final long MICROS_FROM_1970_TO_2000 = 946_684_800_000_000L;

    /** What is sooner read than another connection made to say that nobody wants it. */
    private static final long NEAR_THE_END = 1L << 20;

    private static final String CANCELLED = "57014";

    private final PostgresFailures failures;
    private final List<ColumnShape> columns;
    private final Connection connection;
    private final Savepoint beginning;
    private final CopyOut copy;
    private boolean first = true;
    private boolean ended;
    private boolean failed;

    private PostgresRows(
            PostgresFailures failures, TableShape table, Connection connection, Savepoint beginning, CopyOut copy) {
        this.failures = failures;
        this.columns = table.columns();
        this.connection = connection;
        this.beginning = beginning;
        this.copy = copy;
    }

    /**
     * Begins to read.
     *
     * @param connection in a transaction
     * @param query one of {@link #select} and what follows it
     */
    static PostgresRows of(PostgresFailures failures, TableShape table, Connection connection, String query)
            throws SQLException {
        Savepoint beginning = connection.setSavepoint();
        CopyOut copy = new CopyManager(connection.unwrap(BaseConnection.class))
                .copyOut("COPY (" + query + ") TO STDOUT (FORMAT binary)");
        return new PostgresRows(failures, table, connection, beginning, copy);
    }

    /**
     * The query of all rows, without a condition.
     *
     * @param exact columns that keep the exact text of a JSON document, as {@code table.column}
     */
    static String select(TableShape table, Set<String> exact) {
        return "SELECT "
                + table.columns().stream()
                        .map(column -> expression(table, column, exact))
                        .collect(joining(", "))
                + " FROM " + quoted(table.name());
    }

    static String quoted(String name) {
        return '"' + name.replace("\"", "\"\"") + '"';
    }

    private static String expression(TableShape table, ColumnShape column, Set<String> exact) {
        String name = quoted(column.name());
        return switch (column.type()) {
            case JSON -> {
                String companion = column.name() + Manifest.EXACT;
                yield exact.contains(table.name() + "." + companion)
                        ? "coalesce(" + quoted(companion) + ", " + name + "::text)"
                        : name + "::text";
            }
            case TEXT -> column.declared().equals("text") ? name : name + "::text";
            case INSTANT -> column.declared().endsWith("without time zone") ? name + " AT TIME ZONE 'UTC'" : name;
            case REAL -> name + "::float8";
            case INTEGER -> name + "::int8";
            case BOOL, BYTES -> name;
        };
    }

    @Override
    public boolean next(RowBatch batch, int limit) {
        batch.clear();
        try {
            while (!ended && batch.rows() < limit && !batch.full()) {
                byte[] message = copy.readFromCopy();
                ended = message == null;
                if (message != null) {
                    add(batch, message, first ? HEADER : 0);
                    first = false;
                }
            }
        } catch (SQLException e) {
            failed = true;
            throw failures.reading(e);
        }
        return batch.rows() > 0;
    }

    /** One row, or the end: a row of minus one columns. */
    private void add(RowBatch batch, byte[] message, int from) {
        ByteBuffer row = ByteBuffer.wrap(message).position(from);
        if (row.getShort() < 0) {
            return;
        }
        for (ColumnShape column : columns) {
            int length = row.getInt();
            int end = row.position() + Math.max(length, 0);
            if (length < 0) {
                batch.addNull();
            } else {
                switch (column.type()) {
                    case INTEGER -> batch.addInteger(row.getLong());
                    case BOOL -> batch.addInteger(row.get());
                    case REAL -> batch.addReal(row.getDouble());
                    case INSTANT -> addInstant(batch, row.getLong());
                    case TEXT, JSON, BYTES -> batch.add(column.type().tag(), message, row.position(), length);
                }
            }
            row.position(end);
        }
    }

    /** The two infinities are no moments; like anything else that is none they stand as text. */
    private static void addInstant(RowBatch batch, long since2000) {
        if (since2000 == Long.MAX_VALUE || since2000 == Long.MIN_VALUE) {
            String words = since2000 == Long.MAX_VALUE ? "infinity" : "-infinity";
            batch.addText(words.getBytes(StandardCharsets.US_ASCII));
        } else {
            batch.addInstant(since2000 + MICROS_FROM_1970_TO_2000);
        }
    }

    /**
     * Reads on to a near end, and otherwise has the server stop. What it stops with aborts the transaction, so that is
     * rolled back to where the query began, and the snapshot lives on. The driver's own way to cancel a copy leaves the
     * rest of it in the connection, to be taken for the answer to the next statement.
     */
    @Override
    public void close() {
        if (failed) {
            return; // the transaction has ended with it
        }
        try {
            long passed = 0;
            while (!ended && passed < NEAR_THE_END) {
                byte[] message = copy.readFromCopy();
                ended = message == null;
                passed += message == null ? 0 : message.length;
            }
            if (!ended && isStopped()) {
                connection.rollback(beginning);
            }
            connection.releaseSavepoint(beginning);
        } catch (SQLException e) {
            throw failures.reading(e);
        }
    }

    /** Whether the server stopped; when it was about to end anyway, or never heard of it, all rows have been read. */
    private boolean isStopped() throws SQLException {
        connection.unwrap(BaseConnection.class).cancelQuery();
        try {
            while (!ended) {
                ended = copy.readFromCopy() == null;
            }
            return false;
        } catch (SQLException e) {
            if (!CANCELLED.equals(e.getSQLState())) {
                throw e;
            }
            ended = true;
            return true;
        }
    }
}
