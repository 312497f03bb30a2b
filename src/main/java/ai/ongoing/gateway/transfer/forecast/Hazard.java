package ai.ongoing.gateway.transfer.forecast;

import ai.ongoing.gateway.storage.bulk.RowKey;

/**
 * A value that the other end would refuse, or could not hold as it is.
 *
 * @param detail what is wrong and where in the value; never the value itself, which is what users sent
 */
public record Hazard(Kind kind, String table, RowKey key, String column, String detail) {

    /** What is wrong. */
    public enum Kind {
        /** Text with a NUL in it. */
        NUL,
        /** Text that is no UTF-8. */
        INVALID_UTF8,
        /** Text among numbers, a number among times: SQLite takes anything anywhere. */
        WRONG_CLASS,
        /** A number or a time outside what the column holds. */
        OVERFLOW,
        /** What should be JSON and is not, or is and cannot be held. */
        BROKEN_JSON,
        /** Nothing, where something is required. */
        MISSING,
        /** A reference to a row that is not there. */
        ORPHAN
    }

    /** A sentence. */
    @Override
    public String toString() {
        return table + ", key " + key + ", column " + column + ": " + detail;
    }
}
