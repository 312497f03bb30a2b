package ai.ongoing.gateway.transfer.proof;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.ongoing.gateway.storage.bulk.BulkException;
import ai.ongoing.gateway.storage.bulk.BulkSource;
import ai.ongoing.gateway.storage.bulk.RowBatch;
import ai.ongoing.gateway.storage.bulk.RowStream;
import ai.ongoing.gateway.storage.bulk.TableShape;
import ai.ongoing.gateway.storage.bulk.read.SqliteSource;
import ai.ongoing.gateway.testkit.SqliteDatabase;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is read while somebody writes is what a reader finds afterwards, or nothing is claimed. */
final class ReadAlongTest {

    private static final String TENANT = "INSERT INTO organizations (id, name, created_at) VALUES ('%s', 'n', 1)";

    private final SqliteDatabase database = SqliteDatabase.create();
    private final AtomicInteger looks = new AtomicInteger();
    private Connection writer;
    private TableShape table;

    @BeforeEach
    void makeTable() throws SQLException {
        writer = database.connect();
        send("PRAGMA journal_mode = WAL");
        send("PRAGMA wal_autocheckpoint = 4");
        send(
                "CREATE TABLE organizations (id TEXT NOT NULL PRIMARY KEY, name TEXT NOT NULL, created_at INTEGER NOT NULL)");
        try (BulkSource source = source()) {
            table = source.tables().getFirst();
        }
        looks.set(0);
    }

    @AfterEach
    void close() throws SQLException {
        writer.close();
        database.close();
    }

    private BulkSource source() {
        looks.incrementAndGet();
        return SqliteSource.open(database.file(), Set.of());
    }

    private void send(String sql) throws SQLException {
        try (Statement statement = writer.createStatement()) {
            statement.execute(sql);
        }
    }

    private TableHash afterwards() {
        TableHash sum = TableHash.EMPTY;
        RowHash hash = new RowHash();
        RowBatch batch = new RowBatch(table.columns().size());
        try (BulkSource source = source();
                RowStream rows = source.rows(table)) {
            while (rows.next(batch, 1_000)) {
                sum = sum.plus(hash.of(batch));
            }
        }
        return sum;
    }

    @Test
    void findsEveryRowThatWasCommitted() throws SQLException {
        send(TENANT.formatted("from-an-earlier-run"));
        try (ReadAlong along = new ReadAlong(this::source)) {
            for (int i = 0; i < 50; i++) {
                send(TENANT.formatted("z" + (1_000 - i)));
                send(TENANT.formatted("a" + i));
                along.committed(table);
            }
            assertThat(along.found(table))
                    .hasValueSatisfying(found -> assertThat(found.rows()).isEqualTo(101));
            assertThat(looks).as("a snapshot for every commit that was told").hasValue(50);
            assertThat(along.found(table)).contains(afterwards());
        }
    }

    @Test
    void theLogDoesNotGrowWhereTheReaderHasCaughtUp() throws Exception {
        Path log = Path.of(database.file() + "-wal");
        long most = 0;
        try (ReadAlong along = new ReadAlong(this::source)) {
            for (int i = 0; i < 300; i++) {
                send("BEGIN IMMEDIATE");
                send(TENANT.formatted("t" + i + "-" + "x".repeat(3_000)));
                along.catchUp();
                send("COMMIT");
                along.committed(table);
                most = Math.max(most, Files.size(log));
            }
            assertThat(along.found(table)).contains(afterwards());
        }
        assertThat(most).as("bytes of the log beside %d of rows", 300 * 3_000).isLessThan(150_000);
    }

    @Test
    void doesNotSeeWhatIsPutAmongRowsItHasRead() throws SQLException {
        send("INSERT INTO organizations (rowid, id, name, created_at) VALUES (10, 'ten', 'n', 1)");
        try (ReadAlong along = new ReadAlong(this::source)) {
            along.committed(table);
            along.catchUp();
            send("INSERT INTO organizations (rowid, id, name, created_at) VALUES (5, 'five', 'n', 1)");
            along.committed(table);
            assertThat(along.found(table))
                    .hasValueSatisfying(found -> assertThat(found.rows())
                            .as("fewer than the table has, which whoever asks compares")
                            .isEqualTo(1));
        }
    }

    @Test
    void claimsNothingOfWhatItWasNotToldOrCouldNotRead() throws SQLException {
        try (ReadAlong along = new ReadAlong(this::source)) {
            assertThat(along.found(table)).isEmpty();
        }
        AtomicInteger opened = new AtomicInteger();
        try (ReadAlong failing = new ReadAlong(() -> {
            if (opened.incrementAndGet() == 2) {
                throw new BulkException(BulkException.Reason.UNREACHABLE, "gone");
            }
            return source();
        })) {
            for (int i = 0; i < 4; i++) {
                send(TENANT.formatted("t" + i));
                failing.committed(table);
            }
            assertThat(failing.found(table)).isEmpty();
            assertThat(opened).as("not tried again").hasValue(2);
        }
        try (ReadAlong none = ReadAlong.none()) {
            none.committed(table);
            assertThat(none.found(table)).isEmpty();
        }
    }

    @Test
    void anErrorOfTheJvmReachesTheWriter() {
        try (ReadAlong along = new ReadAlong(() -> {
            throw new OutOfMemoryError("not really");
        })) {
            along.committed(table);
            assertThatThrownBy(along::catchUp).isInstanceOf(OutOfMemoryError.class);
        }
    }
}
