package ai.ongoing.gateway.transfer.proof;

import java.util.HexFormat;

/**
 * How many rows there are and the sum of their hashes modulo 2^128: the same in whatever order they are read, and a row
 * that stands there twice does not cancel itself out.
 *
 * @param high upper 64 bits of the sum
 * @param low lower 64 bits
 */
public record TableHash(long rows, long high, long low) {

    /** Of no rows. */
    public static final TableHash EMPTY = new TableHash(0, 0, 0);

    private static final int DIGITS = 32;

    /**
     * Reads back what {@link #sum()} wrote.
     *
     * @throws IllegalArgumentException when it is none
     */
    public static TableHash of(long rows, String sum) {
        if (sum.length() != DIGITS) {
            throw new IllegalArgumentException("\"" + sum + "\" is no sum of hashes: it has not 32 digits");
        }
        return new TableHash(
                rows,
                HexFormat.fromHexDigitsToLong(sum, 0, DIGITS / 2),
                HexFormat.fromHexDigitsToLong(sum, DIGITS / 2, DIGITS));
    }

    /** Of the rows of both. */
    public TableHash plus(TableHash other) {
        return new TableHash(rows + other.rows, sumHigh(high, low, other.high, other.low), low + other.low);
    }

    /** One row more. */
    TableHash plusRow(long rowHigh, long rowLow) {
        return new TableHash(rows + 1, sumHigh(high, low, rowHigh, rowLow), low + rowLow);
    }

    private static long sumHigh(long high, long low, long otherHigh, long otherLow) {
        long carry = Long.compareUnsigned(low + otherLow, low) < 0 ? 1 : 0;
        return high + otherHigh + carry;
    }

    /** The sum in 32 hexadecimal digits. */
    public String sum() {
        return HexFormat.of().toHexDigits(high) + HexFormat.of().toHexDigits(low);
    }

    @Override
    public String toString() {
        return rows + " rows, " + sum();
    }
}
