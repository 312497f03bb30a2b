package ai.ongoing.gateway.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import ai.ongoing.gateway.config.StorageDriver;
import ai.ongoing.gateway.testkit.RunsOn;
import ai.ongoing.gateway.testkit.SqliteDatabase;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/** Several programs open one file at the same moment, as when every operator types the same command. */
@RunsOn(StorageDriver.SQLITE)
final class SqliteOpeningRaceTest {

    private static final int OPENERS = 8;
    private static final int ROUNDS = 60;

    /** The first to come turns the journal, the last to go removes it; SQLite lets nobody wait for either. */
    @Test
    void allOfThemGetIn() throws Exception {
        try (SqliteDatabase place = SqliteDatabase.create();
                ExecutorService openers = Executors.newFixedThreadPool(OPENERS)) {
            for (int round = 0; round < ROUNDS; round++) {
                Path file = place.directory().resolve("fresh-" + round + ".db");
                CyclicBarrier together = new CyclicBarrier(OPENERS);
                List<Future<String>> modes = new ArrayList<>();
                for (int opener = 0; opener < OPENERS; opener++) {
                    modes.add(openers.submit((Callable<String>) () -> {
                        together.await();
                        try (Connection connection = SqliteConnections.writing(file)) {
                            return journalMode(connection);
                        }
                    }));
                }
                for (Future<String> mode : modes) {
                    assertThat(mode.get()).isEqualTo("wal");
                }
            }
        }
    }

    @Test
    void oneWhoKeepsTheFileForItselfIsNotWaitedForForever() throws SQLException {
        try (SqliteDatabase place = SqliteDatabase.create();
                Connection holder = DriverManager.getConnection("jdbc:sqlite:" + place.file());
                Statement statement = holder.createStatement()) {
            statement.execute("BEGIN EXCLUSIVE");
            assertThatExceptionOfType(SQLiteException.class)
                    .isThrownBy(() -> SqliteConnections.writing(place.file()).close())
                    .satisfies(busy -> assertThat(busy.getResultCode()).isEqualTo(SQLiteErrorCode.SQLITE_BUSY));
        }
    }

    private static String journalMode(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("PRAGMA journal_mode")) {
            row.next();
            return row.getString(1);
        }
    }
}
