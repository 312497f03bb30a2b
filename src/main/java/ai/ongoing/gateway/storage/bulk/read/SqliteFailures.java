package ai.ongoing.gateway.storage.bulk.read;

import ai.ongoing.gateway.storage.bulk.BulkException;
import ai.ongoing.gateway.storage.bulk.BulkException.Reason;
import java.nio.file.Path;
import java.sql.SQLException;
import org.sqlite.SQLiteException;

/** What went wrong with a SQLite file, in an operator's words. */
record SqliteFailures(Path file) {

    BulkException reading(SQLException e) {
        int code = e instanceof SQLiteException sqlite ? sqlite.getResultCode().code & 0xff : 0;
        return switch (code) {
            case 11 ->
                new BulkException(
                        Reason.CORRUPT,
                        "SQLite file " + file + " is damaged (" + e.getMessage()
                                + "); restore it from a backup, or save" + " what is left with sqlite3 FILE .recover",
                        e);
            case 26 -> new BulkException(Reason.CORRUPT, file + " is not a SQLite database; name the database file", e);
            case 8, 14 ->
                new BulkException(
                        Reason.UNREACHABLE,
                        "SQLite file " + file + " cannot be opened (" + e.getMessage()
                                + "); check the rights of the file and of those beside it, and when the program that"
                                + " wrote it was killed, start and stop it once",
                        e);
            case 5, 6 ->
                new BulkException(
                        Reason.UNREACHABLE,
                        "SQLite file " + file + " is locked by another program; stop it and try again",
                        e);
            default ->
                new BulkException(Reason.FAILED, "SQLite file " + file + " cannot be read: " + e.getMessage(), e);
        };
    }
}
