package ai.ongoing.gateway.storage.bulk;

/**
 * What the values of a column mean, whichever backend holds them. Money is an {@link #INTEGER} of nano-dollars, an id is
 * {@link #TEXT}.
 */
public enum LogicalType {
    /** Text; its bytes are kept as they are. */
    TEXT,
    /** A JSON document as text, kept byte for byte. */
    JSON,
    /** A whole number of 64 bits, or of 32 where {@link ColumnShape#narrow()}. */
    INTEGER,
    /** Yes or no, as 1 or 0. */
    BOOL,
    /** A double. */
    REAL,
    /** A moment in microseconds since 1970, UTC. */
    INSTANT,
    /** Bytes that are no text. */
    BYTES;

    /** How a fitting value of such a column is tagged in a row. */
    public ValueTag tag() {
        return switch (this) {
            case TEXT, JSON -> ValueTag.TEXT;
            case INTEGER, BOOL -> ValueTag.INTEGER;
            case REAL -> ValueTag.REAL;
            case INSTANT -> ValueTag.INSTANT;
            case BYTES -> ValueTag.BYTES;
        };
    }
}
