package ai.ongoing.gateway.storage.bulk;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/**
 * Rows of one table in canonical form, one after another in one buffer that is used again: a value is its tag, the length
 * of its payload in four bytes, and the payload. Equal logical rows have equal bytes, whichever backend they came from,
 * so a row's bytes are what is hashed, and a writer sends payloads without making an object of each. Not thread-safe.
 */
public final class RowBatch {

    private static final int HEAD = 5;

    /** A batch ends early when it holds this many bytes, so that large bodies do not fill the memory. */
    public static final int FULL = 2 << 20;

    private final int columns;
    private byte[] bytes = new byte[1 << 16];
    private int end;
    /** Where the payload of each value begins. */
    private int[] places = new int[1 << 10];

    private int values;

    /** An empty batch for rows of this many columns. */
    public RowBatch(int columns) {
        this.columns = columns;
    }

    /** Forgets all rows and keeps the memory. */
    public void clear() {
        end = 0;
        values = 0;
    }

    public int columns() {
        return columns;
    }

    /** Complete rows in it. */
    public int rows() {
        return values / columns;
    }

    /** Whether it holds so many bytes that it should be used up before it grows. */
    public boolean full() {
        return end >= FULL;
    }

    /** The buffer; valid until the next row is added. */
    public byte[] bytes() {
        return bytes;
    }

    /** Where the canonical bytes of a row begin in {@link #bytes()}. */
    public int rowStart(int row) {
        return places[row * columns] - HEAD;
    }

    /** How many canonical bytes a row has. */
    public int rowLength(int row) {
        int next = (row + 1) * columns;
        return (next < values ? places[next] - HEAD : end) - rowStart(row);
    }

    public ValueTag tag(int row, int column) {
        return ValueTag.of(bytes[place(row, column) - HEAD]);
    }

    public boolean isNull(int row, int column) {
        return tag(row, column) == ValueTag.NULL;
    }

    /** Where the payload of a value begins in {@link #bytes()}. */
    public int place(int row, int column) {
        return places[row * columns + column];
    }

    /** How many bytes the payload of a value has. */
    public int length(int row, int column) {
        return ByteBuffer.wrap(bytes).getInt(place(row, column) - HEAD + 1);
    }

    /** The number of an {@link ValueTag#INTEGER}, or the microseconds of an {@link ValueTag#INSTANT}. */
    public long number(int row, int column) {
        int at = place(row, column);
        int stop = at + length(row, column);
        boolean negative = bytes[at] == '-';
        long number = 0;
        for (int i = negative ? at + 1 : at; i < stop; i++) {
            number = number * 10 - (bytes[i] - '0');
        }
        return negative ? number : -number;
    }

    /** The double of a {@link ValueTag#REAL}. */
    public double real(int row, int column) {
        return ByteBuffer.wrap(bytes).getDouble(place(row, column));
    }

    /** A copy of the payload. */
    public byte[] payload(int row, int column) {
        int at = place(row, column);
        return Arrays.copyOfRange(bytes, at, at + length(row, column));
    }

    /** The value in words, for messages and keys: text as UTF-8, numbers in decimal, bytes in hexadecimal. */
    public String text(int row, int column) {
        return switch (tag(row, column)) {
            case NULL -> "NULL";
            case REAL -> Double.toString(real(row, column));
            case BYTES -> java.util.HexFormat.of().formatHex(payload(row, column));
            case TEXT, INTEGER, INSTANT ->
                new String(bytes, place(row, column), length(row, column), StandardCharsets.UTF_8);
        };
    }

    public RowKey key(TableShape table, int row) {
        List<String> parts = table.key().stream()
                .map(column -> text(row, table.indexOf(column)))
                .toList();
        return new RowKey(parts);
    }

    public void addNull() {
        begin(ValueTag.NULL, 0);
    }

    public void addText(byte[] text) {
        add(ValueTag.TEXT, text, 0, text.length);
    }

    public void addBytes(byte[] value) {
        add(ValueTag.BYTES, value, 0, value.length);
    }

    /** Adds a value whose payload stands in canonical form already. */
    public void add(ValueTag tag, byte[] from, int at, int length) {
        begin(tag, length);
        System.arraycopy(from, at, bytes, end - length, length);
    }

    public void addInteger(long number) {
        addDecimal(ValueTag.INTEGER, number);
    }

    /** Adds a moment, in microseconds since 1970, UTC. */
    public void addInstant(long micros) {
        addDecimal(ValueTag.INSTANT, micros);
    }

    public void addReal(double number) {
        begin(ValueTag.REAL, Double.BYTES);
        ByteBuffer.wrap(bytes).putDouble(end - Double.BYTES, number == 0 ? 0.0 : number);
    }

    private void addDecimal(ValueTag tag, long number) {
        int digits = decimalLength(number);
        begin(tag, digits);
        long rest = number;
        int at = end;
        int stop = number < 0 ? end - digits + 1 : end - digits;
        while (at > stop) {
            bytes[--at] = (byte) ('0' + Math.abs(rest % 10));
            rest /= 10;
        }
        if (number < 0) {
            bytes[at - 1] = '-';
        }
    }

    private static int decimalLength(long number) {
        int length = number < 0 ? 2 : 1;
        for (long rest = number / 10; rest != 0; rest /= 10) {
            length++;
        }
        return length;
    }

    /** Writes tag and length and leaves room for the payload, which ends at {@code end}. */
    private void begin(ValueTag tag, int length) {
        int needed = Math.addExact(end, HEAD + length);
        if (needed > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(needed, (int) Math.min(2L * bytes.length, Integer.MAX_VALUE - 8)));
        }
        if (values == places.length) {
            places = Arrays.copyOf(places, places.length * 2);
        }
        bytes[end] = tag.code();
        ByteBuffer.wrap(bytes).putInt(end + 1, length);
        places[values++] = end + HEAD;
        end = needed;
    }
}
