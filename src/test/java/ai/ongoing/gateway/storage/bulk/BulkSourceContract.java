package ai.ongoing.gateway.storage.bulk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.ongoing.gateway.config.StorageDriver;
import ai.ongoing.gateway.storage.BulkAccess;
import ai.ongoing.gateway.testkit.Samples;
import ai.ongoing.gateway.testkit.TestStore;
import ai.ongoing.gateway.trace.Trace;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What reading whole tables promises on both backends. */
abstract class BulkSourceContract {

    private final StorageDriver driver;
    protected TestStore store;

    BulkSourceContract(StorageDriver driver) {
        this.driver = driver;
    }

    @BeforeEach
    void openStore() {
        store = TestStore.open(driver);
    }

    @AfterEach
    void closeStore() {
        store.close();
    }

    BulkSource source() {
        return BulkAccess.source(store.settings(), Set.of());
    }

    static TableShape traces(BulkSource source) {
        return source.tables().getLast();
    }

    /** Every row of a table, in one batch each time it is called. */
    static List<String> texts(BulkSource source, TableShape table, String column) {
        List<String> found = new ArrayList<>();
        RowBatch batch = new RowBatch(table.columns().size());
        try (RowStream rows = source.rows(table)) {
            while (rows.next(batch, 10)) {
                for (int row = 0; row < batch.rows(); row++) {
                    found.add(batch.text(row, table.indexOf(column)));
                }
            }
        }
        return found;
    }

    @Test
    void namesTheTablesThoseReferredToFirst() {
        try (BulkSource source = source()) {
            assertThat(source.tables())
                    .extracting(TableShape::name)
                    .containsExactly("organizations", "workspaces", "gateway_keys", "traces");
            assertThat(source.tables().get(1).key()).containsExactly("org_id", "id");
            assertThat(traces(source).columnNames()).isSorted().doesNotContain("metadata_exact");
        }
    }

    @Test
    void readsEveryValueInItsCanonicalForm() {
        Trace trace = Samples.trace("0192aa", Instant.parse("2026-11-20T20:51:42.155217Z"));
        store.sink().save(List.of(trace));
        try (BulkSource source = source()) {
            TableShape table = traces(source);
            RowBatch row = source.row(table, new RowKey(List.of("0192aa")));
            assertThat(row.rows()).isEqualTo(1);
            assertThat(row.text(0, table.indexOf("model")))
                    .isEqualTo(trace.request().model());
            assertThat(row.tag(0, table.indexOf("created_at"))).isEqualTo(ValueTag.INSTANT);
            assertThat(row.number(0, table.indexOf("created_at"))).isEqualTo(1_795_207_902_155_217L);
            assertThat(row.number(0, table.indexOf("response_status")))
                    .isEqualTo(trace.response().status());
            assertThat(row.text(0, table.indexOf("response_body")))
                    .isEqualTo(trace.response().body().text());
            assertThat(row.isNull(0, table.indexOf("error_type"))).isTrue();
        }
    }

    @Test
    void goesOnBehindAnyKey() {
        store.sink()
                .save(IntStream.range(0, 25)
                        .mapToObj(i -> Samples.trace("id-%03d".formatted(i), Samples.FINISHED))
                        .toList());
        try (BulkSource source = source()) {
            TableShape table = traces(source);
            List<String> keys = new ArrayList<>();
            RowBatch batch = new RowBatch(table.columns().size());
            RowKey last = null;
            for (boolean more = true; more; ) {
                try (RowStream rows = source.rowsByKey(table, last)) {
                    more = rows.next(batch, 10);
                    for (int row = 0; row < batch.rows(); row++) {
                        last = batch.key(table, row);
                        keys.add(last.toString());
                    }
                }
            }
            assertThat(keys).hasSize(25).isSorted().doesNotHaveDuplicates();
            assertThat(source.count(table)).isEqualTo(25);
            assertThat(source.row(table, new RowKey(List.of("id-'; --"))).rows())
                    .isZero();
        }
    }

    @Test
    void seesOneMomentWhateverIsWrittenMeanwhile() {
        store.sink().save(List.of(Samples.trace("before", Samples.FINISHED)));
        try (BulkSource source = source()) {
            store.sink().save(List.of(Samples.trace("meanwhile", Samples.FINISHED)));
            assertThat(texts(source, traces(source), "id")).containsExactly("before");
        }
    }

    @Test
    void namesATableThatWouldBeLeftBehind() throws SQLException {
        store.execute("CREATE TABLE strangers (id TEXT PRIMARY KEY)");
        assertThatThrownBy(this::source)
                .isInstanceOf(BulkException.class)
                .hasMessageContaining("left behind: strangers")
                .hasMessageContaining("--exclude strangers");
        try (BulkSource source = BulkAccess.source(store.settings(), Set.of("strangers"))) {
            assertThat(source.tables()).extracting(TableShape::name).doesNotContain("strangers");
        }
    }

    @Test
    void knowsEveryTableOfTheProduct() {
        try (BulkSource source = source()) {
            assertThat(source.tables()).hasSameSizeAs(Manifest.MOVED);
            assertThat(source.schema().version()).isGreaterThanOrEqualTo(111);
        }
    }
}
