package ai.ongoing.gateway.storage.bulk;

/**
 * What a value really is. A value whose tag is not its column's is one that SQLite took and PostgreSQL would not: text
 * in a column of numbers, or a time in no known layout, which stays {@link #TEXT}.
 */
public enum ValueTag {
    NULL(0),
    TEXT(1),
    /** The payload is the decimal number in ASCII. */
    INTEGER(2),
    /** The payload is the eight bytes of the double; minus zero is zero, because SQLite does not keep its sign. */
    REAL(3),
    /** The payload is the decimal number of microseconds since 1970 in ASCII. */
    INSTANT(4),
    BYTES(5);

    private static final ValueTag[] BY_CODE = {NULL, TEXT, INTEGER, REAL, INSTANT, BYTES};

    private final byte code;

    ValueTag(int code) {
        this.code = (byte) code;
    }

    static ValueTag of(byte code) {
        return BY_CODE[code];
    }

    /** The byte that stands for it in a row, and so in every row hash: it never changes. */
    byte code() {
        return code;
    }
}
