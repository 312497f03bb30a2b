package ai.ongoing.gateway.storage.bulk.write;

import ai.ongoing.gateway.storage.bulk.BulkException;
import ai.ongoing.gateway.storage.bulk.BulkException.Reason;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteException;

/**
 * What stands in the way of writing, as a sentence with the way out. Decided by SQLSTATE and by SQLite's result codes; a
 * server's words are only quoted, its first line alone, because a detail may quote the row.
 *
 * @param location of the target, masked
 */
record WriteTrouble(String location) {

    private static final String AGAIN = "; what was committed stays, and the same command goes on from there";

    /** Work on the database. */
    @FunctionalInterface
    interface Work<T> {
        T run() throws SQLException;
    }

    <T> T in(String what, Work<T> work) {
        try {
            return work.run();
        } catch (SQLException e) {
            throw of(what, e);
        }
    }

    BulkException of(String what, SQLException e) {
        String words = words(e);
        int code = e instanceof SQLiteException sqlite ? sqlite.getResultCode().code & 0xff : 0;
        String state = e.getSQLState() == null ? "" : e.getSQLState();
        if (code == 13 || state.equals("53100")) {
            return failure(Reason.FAILED, what, "the disk is full; make room" + AGAIN, e);
        }
        if (code == 11 || code == 26) {
            return failure(Reason.CORRUPT, what, "the file is damaged (" + words + "); restore it from a backup", e);
        }
        if (state.equals("42501")) {
            return failure(
                    Reason.RIGHTS,
                    what,
                    words + "; let the tables' owner copy, or GRANT ALL ON ALL TABLES IN SCHEMA"
                            + " public TO the role of the connection string" + AGAIN,
                    e);
        }
        if (state.equals("23502")) {
            return failure(
                    Reason.CORRUPT,
                    what,
                    words
                            + ": the source has rows without a value that the target requires; fill them in there, a dry run"
                            + " lists them by key" + AGAIN,
                    e);
        }
        if (state.equals("23503") || (code == 19 && words.contains("FOREIGN KEY"))) {
            return failure(
                    Reason.CORRUPT,
                    what,
                    words + ": the source has rows whose parent is missing; add the parents"
                            + " there, a dry run lists them" + AGAIN,
                    e);
        }
        if (state.startsWith("08") || state.startsWith("57P") || state.equals("53300")) {
            return failure(Reason.UNREACHABLE, what, "the connection is lost (" + words + ")" + AGAIN, e);
        }
        return failure(Reason.FAILED, what, words + AGAIN, e);
    }

    private BulkException failure(Reason reason, String what, String sentence, @Nullable Throwable cause) {
        return new BulkException(reason, what + " in " + location + ": " + sentence + ".", cause);
    }

    private static String words(SQLException e) {
        return String.valueOf(e.getMessage()).lines().findFirst().orElse("no reason given");
    }
}
