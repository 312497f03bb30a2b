package ai.ongoing.gateway.storage.row;

import ai.ongoing.gateway.trace.TraceStoreException;
import ai.ongoing.gateway.trace.TraceStoreException.Failure;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.sql.SQLException;
import java.sql.SQLTimeoutException;
import java.sql.SQLTransientConnectionException;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/**
 * Sorts what databases throw into the classes a writer acts on: by SQLSTATE (PostgreSQL 18, appendix A) and by SQLite
 * result code, never by text. A full disk, too few connections or a missing table count as a connection lost: nothing
 * is wrong with the rows, and later they fit.
 */
public final class StoreFailures {

    private StoreFailures() {}

    static TraceStoreException toTraceStoreException(String what, Throwable thrown) {
        Failure failure = classify(thrown);
        return new TraceStoreException(failure, what + " (" + failure.label() + "): " + reason(thrown), thrown);
    }

    /** The class of the first cause that says something. */
    static Failure classify(Throwable thrown) {
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            Failure failure = classifyOne(cause);
            if (failure != Failure.UNKNOWN) {
                return failure;
            }
        }
        return Failure.UNKNOWN;
    }

    /** The SQLSTATE of the first cause that has one; empty when none has. */
    public static String sqlState(Throwable thrown) {
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException e && e.getSQLState() != null) {
                return e.getSQLState();
            }
        }
        return "";
    }

    private static Failure classifyOne(Throwable thrown) {
        return switch (thrown) {
            case SQLiteException e -> bySqliteCode(e.getResultCode());
            case SQLTransientConnectionException _ -> Failure.CONNECTION; // HikariCP: no connection within its time
            case SQLTimeoutException _ -> Failure.TIMEOUT;
            case SQLException e when hasCause(e, SocketTimeoutException.class) -> Failure.TIMEOUT;
            case SQLException e -> bySqlState(e.getSQLState());
            case SocketTimeoutException _ -> Failure.TIMEOUT;
            case IOException _ -> Failure.CONNECTION;
            default -> Failure.UNKNOWN;
        };
    }

    private static Failure bySqliteCode(SQLiteErrorCode code) {
        return switch (code.code & 0xff) { // extended codes keep their class in the low byte
            case 5, 6 -> Failure.CONTENTION; // BUSY, LOCKED
            case 9 -> Failure.TIMEOUT; // INTERRUPT: how a query timeout arrives
            case 18, 19, 20 -> Failure.CONSTRAINT; // TOOBIG, CONSTRAINT, MISMATCH
            case 8, 10, 13, 14 -> Failure.CONNECTION; // READONLY, IOERR, FULL, CANTOPEN
            case 1, 7, 11, 15, 17, 23, 26 -> Failure.CONNECTION; // the file's fault, never a row's; see bySqlState
            default -> Failure.UNKNOWN;
        };
    }

    private static Failure bySqlState(@Nullable String state) {
        if (state == null || state.length() != 5) {
            return Failure.UNKNOWN;
        }
        return switch (state) {
            case "57014" -> Failure.TIMEOUT; // query_canceled, by statement_timeout
            case "55P03", "40001", "40P01" -> Failure.CONTENTION; // lock_not_available, serialization, deadlock
            case "57P01", "57P02", "57P03", "57P05", "25006" -> Failure.CONNECTION; // shutdowns; read-only fail-over
            case "XX001", "XX002" -> Failure.CONNECTION; // data or index corrupted
            default ->
                switch (state.substring(0, 2)) {
                    case "08", "53" -> Failure.CONNECTION;
                    // No log-in, no table, no right, a table in no state to be written to, a broken disk: the statement
                    // is always the same, so no row is at fault, and what was stored before will be stored again once
                    // an operator has mended it.
                    case "28", "3D", "3F", "42", "55", "58", "F0" -> Failure.CONNECTION;
                    case "22", "23", "54" -> Failure.CONSTRAINT; // bad data, broken rule, larger than a limit
                    default -> Failure.UNKNOWN;
                };
        };
    }

    private static boolean lockedByAnother(Throwable thrown) {
        return hasSqliteCode(thrown, 5); // BUSY
    }

    private static boolean diskFull(Throwable thrown) {
        return hasSqliteCode(thrown, 13) || sqlState(thrown).equals("53100"); // FULL, disk_full
    }

    private static boolean hasSqliteCode(Throwable thrown, int code) {
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLiteException e && (e.getResultCode().code & 0xff) == code) {
                return true;
            }
        }
        return false;
    }

    private static boolean hasCause(Throwable thrown, Class<? extends Throwable> type) {
        for (Throwable cause = thrown.getCause(); cause != null; cause = cause.getCause()) {
            if (type.isInstance(cause)) {
                return true;
            }
        }
        return false;
    }

    /** What went wrong, in one line that quotes no row. */
    public static String reason(Throwable thrown) {
        if (lockedByAnother(thrown)) {
            return "database is locked (sqlite_busy): another program holds the file's write lock; let one gateway"
                    + " process write it, or move to PostgreSQL";
        }
        if (diskFull(thrown)) {
            return "database or disk is full; make room, and writing goes on by itself";
        }
        Throwable deepest = thrown;
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            deepest = cause instanceof SQLException ? cause : deepest;
        }
        String message = deepest.getMessage();
        String type = deepest.getClass().getSimpleName();
        // A server's detail may quote the row it refused; only the first line is about the rule.
        return message == null ? type : message.lines().findFirst().orElse(type);
    }
}
