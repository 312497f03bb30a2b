package ai.ongoing.gateway.storage.bulk;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.ongoing.gateway.config.StorageDriver;
import ai.ongoing.gateway.storage.BulkAccess;
import ai.ongoing.gateway.storage.StorageSettings;
import ai.ongoing.gateway.testkit.Samples;
import ai.ongoing.gateway.testkit.SqliteDatabase;
import ai.ongoing.gateway.testkit.TestStore;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

final class SqliteBulkSourceTest extends BulkSourceContract {

    SqliteBulkSourceTest() {
        super(StorageDriver.SQLITE);
    }

    private Path file() {
        return ((StorageSettings.Sqlite) store.settings()).file();
    }

    @Test
    void saysWhatAValueReallyIs() throws SQLException {
        store.sink().save(List.of(Samples.trace("odd", Samples.FINISHED)));
        store.execute(
                "UPDATE traces SET input_tokens = 'many', timestamp = 'yesterday', request_body = CAST(x'61FF62' AS"
                        + " TEXT), response_body = x'00', estimated_cost_usd = 'dear', model = 'a' || char(0) || 'b'");
        try (BulkSource source = source()) {
            TableShape table = traces(source);
            RowBatch row = source.row(table, new RowKey(List.of("odd")));
            assertThat(row.tag(0, table.indexOf("input_tokens"))).isEqualTo(ValueTag.TEXT);
            assertThat(row.tag(0, table.indexOf("timestamp"))).isEqualTo(ValueTag.TEXT);
            assertThat(row.payload(0, table.indexOf("request_body"))).containsExactly('a', 0xFF, 'b');
            assertThat(row.tag(0, table.indexOf("response_body"))).isEqualTo(ValueTag.BYTES);
            assertThat(row.tag(0, table.indexOf("estimated_cost_usd"))).isEqualTo(ValueTag.TEXT);
            assertThat(row.payload(0, table.indexOf("model"))).containsExactly("a\0b".getBytes(UTF_8));
        }
    }

    @Test
    void tellsEmptyTextFromNoneAndZeroFromNull() throws SQLException {
        store.sink().save(List.of(Samples.trace("edge", Samples.FINISHED)));
        store.execute("UPDATE traces SET model = '', error_type = NULL, estimated_cost_usd = 0.0, input_tokens = 0,"
                + " latency_ms = -9223372036854775808, cost_nano_usd = 9223372036854775807");
        try (BulkSource source = source()) {
            TableShape table = traces(source);
            RowBatch row = source.row(table, new RowKey(List.of("edge")));
            assertThat(row.tag(0, table.indexOf("model"))).isEqualTo(ValueTag.TEXT);
            assertThat(row.length(0, table.indexOf("model"))).isZero();
            assertThat(row.isNull(0, table.indexOf("error_type"))).isTrue();
            assertThat(row.real(0, table.indexOf("estimated_cost_usd"))).isZero();
            assertThat(row.number(0, table.indexOf("input_tokens"))).isZero();
            assertThat(row.number(0, table.indexOf("latency_ms"))).isEqualTo(Long.MIN_VALUE);
            assertThat(row.number(0, table.indexOf("cost_nano_usd"))).isEqualTo(Long.MAX_VALUE);
        }
    }

    @Test
    void changesNoByteOfTheFileOrItsLog() throws IOException {
        store.sink().save(List.of(Samples.trace("a", Samples.FINISHED)));
        Map<String, byte[]> serving = contents();
        readAll();
        assertThat(contents()).containsExactlyEntriesOf(serving);
        store.gateway().close();
        Map<String, byte[]> atRest = contents();
        readAll();
        assertThat(contents()).containsExactlyEntriesOf(atRest);
    }

    private void readAll() {
        try (BulkSource source = source()) {
            assertThat(source.unsoundness()).isEmpty();
            assertThat(texts(source, traces(source), "id")).hasSize(1);
        }
    }

    /** The shared memory beside a log is scratch space of whoever has the file open. */
    private Map<String, byte[]> contents() throws IOException {
        Map<String, byte[]> contents = new TreeMap<>();
        try (Stream<Path> files = Files.list(file().getParent())) {
            for (Path path : files.filter(f -> !f.toString().endsWith("-shm")).toList()) {
                contents.put(path.getFileName().toString(), Files.readAllBytes(path));
            }
        }
        return contents;
    }

    @Test
    void namesADamagedFileAndOneThatIsNoneAndOneThatIsMissing() throws IOException {
        store.sink()
                .save(IntStream.range(0, 200)
                        .mapToObj(i -> Samples.trace("id-" + i, Samples.FINISHED))
                        .toList());
        store.gateway().close();
        try (RandomAccessFile damaged = new RandomAccessFile(file().toFile(), "rw")) {
            for (long at = damaged.length() / 2; at < damaged.length() / 2 + 20_000; at += 7) {
                damaged.seek(at);
                damaged.write(0x5A);
            }
        }
        try (BulkSource source = source()) {
            assertThat(source.unsoundness()).isNotEmpty();
        }
        try (SqliteDatabase other = SqliteDatabase.create()) {
            assertThatThrownBy(() -> open(other.file()))
                    .isInstanceOf(BulkException.class)
                    .hasMessageContaining("there is no SQLite file " + other.file());
            Files.writeString(other.file(), "this is a letter, not a database. ".repeat(100));
            assertThatThrownBy(() -> open(other.file()))
                    .isInstanceOfSatisfying(
                            BulkException.class, e -> assertThat(e.reason()).isEqualTo(BulkException.Reason.CORRUPT))
                    .hasMessageContaining("is not a SQLite database");
        }
    }

    private static void open(Path file) {
        BulkAccess.source(TestStore.sqlite(file), Set.of()).close();
    }

    @Test
    void namesTheRowThatRefersToNothing() throws SQLException {
        store.execute(
                "PRAGMA foreign_keys = OFF",
                "INSERT INTO workspaces (id, org_id, created_at) VALUES ('w', 'nobody', 0)");
        try (BulkSource source = source()) {
            assertThat(source.unsoundness())
                    .containsExactly(
                            "table workspaces, key nobody, w: refers to a row of organizations that is not" + " there");
        }
    }

    @Test
    void noticesThatAFileAtRestWasWritten() throws IOException {
        store.gateway().close();
        BulkSource source = source();
        Files.write(file(), new byte[] {0}, java.nio.file.StandardOpenOption.APPEND);
        assertThatThrownBy(source::close)
                .isInstanceOf(BulkException.class)
                .hasMessageContaining("was written while it was read");
    }
}
