package ai.ongoing.gateway.storage.bulk.read;

import static java.util.stream.Collectors.joining;

import ai.ongoing.gateway.storage.bulk.ColumnShape;
import ai.ongoing.gateway.storage.bulk.Manifest;
import ai.ongoing.gateway.storage.bulk.RowBatch;
import ai.ongoing.gateway.storage.bulk.RowStream;
import ai.ongoing.gateway.storage.bulk.TableShape;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;
import org.postgresql.copy.CopyOut;

/**
 * Rows of a PostgreSQL query, through COPY in its binary form: the server sends each row once and as it is, and the driver
 * keeps none. The form stands in the manual of PostgreSQL 18, chapter "COPY", section "Binary Format".
 */
final class PostgresRows implements RowStream {

    /** Signature, flags, and the length of an extension that has none. */
    private static final int HEADER = 19;

    private static final long MICROS_FROM_1970_TO_2000 = 946_684_800_000_000L;

    private final PostgresFailures failures;
    private final List<ColumnShape> columns;
    private final CopyOut copy;
    private boolean first = true;
    private boolean ended;

    PostgresRows(PostgresFailures failures, TableShape table, CopyOut copy) {
        this.failures = failures;
        this.columns = table.columns();
        this.copy = copy;
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

    /** Reads on to the end: cancelling would end the transaction, and the snapshot with it. */
    @Override
    public void close() {
        try {
            while (!ended) {
                ended = copy.readFromCopy() == null;
            }
        } catch (SQLException e) {
            throw failures.reading(e);
        }
    }
}
