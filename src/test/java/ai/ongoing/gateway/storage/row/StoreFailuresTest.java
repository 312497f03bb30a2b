package ai.ongoing.gateway.storage.row;

import static org.assertj.core.api.Assertions.assertThat;

import ai.ongoing.gateway.trace.TraceStoreException.Failure;
import java.net.SocketTimeoutException;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

final class StoreFailuresTest {

    @ParameterizedTest
    @CsvSource({
        "08006, CONNECTION", "57P01, CONNECTION", "57P03, CONNECTION", "25006, CONNECTION", "53300, CONNECTION",
        "53100, CONNECTION", "57014, TIMEOUT", "40001, CONTENTION", "40P01, CONTENTION", "55P03, CONTENTION",
        "23505, CONSTRAINT", "23503, CONSTRAINT", "22021, CONSTRAINT", "54000, CONSTRAINT", "42P01, CONNECTION",
        "42501, CONNECTION", "28P01, CONNECTION", "3D000, CONNECTION", "58030, CONNECTION", "55000, CONNECTION",
        "55006, CONNECTION", "XX001, CONNECTION", "XX002, CONNECTION", "XX000, UNKNOWN", "P0001, UNKNOWN",
    })
    void classifiesBySqlState(String state, Failure failure) {
        assertThat(StoreFailures.classify(new IllegalStateException(new SQLException("any words", state))))
                .isEqualTo(failure);
    }

    @ParameterizedTest
    @CsvSource({
        "SQLITE_BUSY, CONTENTION", "SQLITE_BUSY_SNAPSHOT, CONTENTION", "SQLITE_LOCKED_SHAREDCACHE, CONTENTION",
        "SQLITE_FULL, CONNECTION", "SQLITE_IOERR_WRITE, CONNECTION", "SQLITE_READONLY_DBMOVED, CONNECTION",
        "SQLITE_CANTOPEN, CONNECTION", "SQLITE_CONSTRAINT_NOTNULL, CONSTRAINT", "SQLITE_TOOBIG, CONSTRAINT",
        "SQLITE_MISMATCH, CONSTRAINT", "SQLITE_INTERRUPT, TIMEOUT", "SQLITE_CORRUPT, CONNECTION",
        "SQLITE_ERROR, CONNECTION", "SQLITE_NOTADB, CONNECTION", "SQLITE_RANGE, UNKNOWN",
    })
    void classifiesBySqliteResultCode(SQLiteErrorCode code, Failure failure) {
        assertThat(StoreFailures.classify(new SQLiteException("any words", code)))
                .isEqualTo(failure);
    }

    @Test
    void tellsASilentServerFromABrokenConnection() {
        SQLException silent = new SQLException("io", "08006", new SocketTimeoutException("read"));
        assertThat(StoreFailures.classify(silent)).isEqualTo(Failure.TIMEOUT);
    }

    @Test
    void takesAPoolWithoutAConnectionForALostOne() {
        assertThat(StoreFailures.classify(new SQLTransientConnectionException("none to be had")))
                .isEqualTo(Failure.CONNECTION);
    }

    @Test
    void ignoresWords() {
        assertThat(StoreFailures.classify(new SQLException("database is locked, connection refused, timeout")))
                .isEqualTo(Failure.UNKNOWN);
    }

    @Test
    void namesALockedFileInTheOperatorsWords() {
        SQLiteException busy = new SQLiteException("any words", SQLiteErrorCode.SQLITE_BUSY);
        assertThat(StoreFailures.toTraceStoreException("cannot store 1 traces", busy))
                .hasMessage(
                        "cannot store 1 traces (contention): database is locked (sqlite_busy): another program holds"
                                + " the file's write lock; let one gateway process write it, or move to PostgreSQL");
    }

    @Test
    void keepsDetailsThatMayQuoteARowOutOfTheMessage() {
        SQLException e =
                new SQLException("ERROR: broken rule\n  Detail: Failing row contains (secret prompt).", "23514");
        assertThat(StoreFailures.toTraceStoreException("cannot store 1 traces", e))
                .hasMessage("cannot store 1 traces (constraint): ERROR: broken rule");
    }
}
