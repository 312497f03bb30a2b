package ai.ongoing.gateway.storage.bulk.write;

import ai.ongoing.gateway.storage.bulk.BulkException;
import ai.ongoing.gateway.storage.bulk.BulkException.Reason;
import ai.ongoing.gateway.storage.bulk.RowBatch;
import ai.ongoing.gateway.storage.bulk.ValueTag;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.Arrays;
import org.postgresql.copy.CopyIn;

/**
 * Rows in the format of {@code COPY ... WITH (FORMAT binary)}, sent in pieces. Binary needs no escaping, so a text is one
 * copy of its bytes and a number eight of them. Not thread-safe.
 */
final class BinaryRows {

    private static final byte[] HEADER = ByteBuffer.allocate(19)
            .put("PGCOPY\n".getBytes(StandardCharsets.US_ASCII))
            .put(new byte[] {(byte) 0xff, '\r', '\n', 0})
            .putInt(0)
            .putInt(0)
            .array();

    private static final int PIECE = 64 << 10;

    /** Microseconds from 1970 to 2000, where the server's time begins. */
    private static final long EPOCH_2000 = 946_684_800_000_000L;

    private static final byte JSONB_VERSION = 1;

    private final PostgresTable table;
    private final CopyIn copy;
    private final boolean careful;
    private byte[] out = Arrays.copyOf(HEADER, 2 * PIECE);
    private int end = HEADER.length;

    /** @param careful whether each document is examined, and one that the server would refuse is kept as text alone */
    BinaryRows(PostgresTable table, CopyIn copy, boolean careful) {
        this.table = table;
        this.copy = copy;
        this.careful = careful;
    }

    void send(RowBatch batch) throws SQLException {
        for (int row = 0; row < batch.rows(); row++) {
            putShort(table.columns().size());
            for (PostgresTable.Column column : table.columns()) {
                put(batch, row, column);
            }
            if (end >= PIECE) {
                flush();
            }
        }
    }

    void finish() throws SQLException {
        putShort(-1);
        flush();
    }

    private void flush() throws SQLException {
        copy.writeToCopy(out, 0, end);
        end = 0;
    }

    private void put(RowBatch batch, int row, PostgresTable.Column column) {
        int source = column.source();
        ValueTag tag = batch.tag(row, source);
        if (tag == ValueTag.NULL) {
            putInt(-1);
            return;
        }
        if (!column.exact() && tag != expected(column.type())) {
            throw unfit(
                    batch,
                    row,
                    column,
                    "holds what no such column can: \"" + shortened(batch.text(row, source)) + "\"");
        }
        switch (column.type()) {
            case TEXT, BYTEA -> putBytes(batch, row, source);
            case JSONB -> putDocument(batch, row, source);
            case INT2 -> {
                putInt(Short.BYTES);
                putShort((int) ranged(batch, row, column, Short.MAX_VALUE));
            }
            case INT4 -> {
                putInt(Integer.BYTES);
                putInt((int) ranged(batch, row, column, Integer.MAX_VALUE));
            }
            case INT8 -> putNumber(batch.number(row, source));
            case FLOAT8 -> putNumber(Double.doubleToRawLongBits(batch.real(row, source)));
            case TIMESTAMPTZ -> putNumber(Math.subtractExact(batch.number(row, source), EPOCH_2000));
            case BOOL -> {
                putInt(1);
                room(1);
                out[end++] = (byte) ranged(batch, row, column, 1);
            }
        }
    }

    private static ValueTag expected(WireType type) {
        return switch (type) {
            case TEXT, JSONB -> ValueTag.TEXT;
            case INT2, INT4, INT8, BOOL -> ValueTag.INTEGER;
            case FLOAT8 -> ValueTag.REAL;
            case TIMESTAMPTZ -> ValueTag.INSTANT;
            case BYTEA -> ValueTag.BYTES;
        };
    }

    private long ranged(RowBatch batch, int row, PostgresTable.Column column, long largest) {
        long number = batch.number(row, column.source());
        if (number > largest || number < (largest == 1 ? 0 : -largest - 1)) {
            throw unfit(batch, row, column, "holds " + number + ", and the target's column ends at " + largest);
        }
        return number;
    }

    private BulkException unfit(RowBatch batch, int row, PostgresTable.Column column, String what) {
        return new BulkException(
                Reason.CORRUPT,
                "table " + table.shape().name() + ", key " + batch.key(table.shape(), row) + ": column "
                        + column.name() + " " + what
                        + ". Correct the row in the source and run the command again; a dry"
                        + " run lists every such row.");
    }

    private static String shortened(String text) {
        return text.length() <= 40 ? text : text.substring(0, 40) + "...";
    }

    private void putDocument(RowBatch batch, int row, int source) {
        int at = batch.place(row, source);
        int length = batch.length(row, source);
        if (careful && !Documents.acceptable(batch.bytes(), at, length)) {
            putInt(-1);
            return;
        }
        putInt(length + 1);
        room(length + 1);
        out[end++] = JSONB_VERSION;
        System.arraycopy(batch.bytes(), at, out, end, length);
        end += length;
    }

    private void putBytes(RowBatch batch, int row, int source) {
        int length = batch.length(row, source);
        putInt(length);
        room(length);
        System.arraycopy(batch.bytes(), batch.place(row, source), out, end, length);
        end += length;
    }

    private void putNumber(long number) {
        putInt(Long.BYTES);
        putInt((int) (number >>> 32));
        putInt((int) number);
    }

    private void putInt(int number) {
        room(Integer.BYTES);
        out[end++] = (byte) (number >>> 24);
        out[end++] = (byte) (number >>> 16);
        out[end++] = (byte) (number >>> 8);
        out[end++] = (byte) number;
    }

    private void putShort(int number) {
        room(Short.BYTES);
        out[end++] = (byte) (number >>> 8);
        out[end++] = (byte) number;
    }

    private void room(int bytes) {
        if (end + bytes > out.length) {
            out = Arrays.copyOf(out, Math.max(end + bytes, out.length + (out.length >> 1)));
        }
    }
}
