package ai.ongoing.gateway.storage.bulk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.ongoing.gateway.config.StorageDriver;
import ai.ongoing.gateway.storage.BulkAccess;
import ai.ongoing.gateway.testkit.FaultyLink;
import ai.ongoing.gateway.testkit.PostgresDatabase;
import ai.ongoing.gateway.testkit.Samples;
import ai.ongoing.gateway.testkit.TestStore;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class PostgresBulkSourceTest extends BulkSourceContract {

    private static final String LARGE =
            "INSERT INTO traces (id, timestamp, provider, model, request_method, request_path, request_body)"
                    + " SELECT lpad(i::text, 8, '0'), '2026-01-01T00:00:00Z', 'openai', 'm', 'POST', '/v1',"
                    + " repeat('x', 100000) FROM generate_series(1, 2000) i";

    PostgresBulkSourceTest() {
        super(StorageDriver.POSTGRES);
    }

    @Test
    void takesTheExactTextOfADocumentWhereThereIsOne() throws SQLException {
        store.sink().save(List.of(Samples.trace("a", Samples.FINISHED)));
        store.execute("UPDATE traces SET metadata = '{\"a\": 1}', metadata_exact = '{ \"a\":2,\"a\":1 }',"
                + " request_headers = '{\"b\":1}'");
        try (BulkSource source = source()) {
            assertThat(texts(source, traces(source), "metadata")).containsExactly("{ \"a\":2,\"a\":1 }");
            assertThat(texts(source, traces(source), "request_headers")).containsExactly("{\"b\": 1}");
        }
    }

    @Test
    void namesTheTableThatTheRoleMayNotRead() throws SQLException {
        store.execute("REVOKE SELECT ON gateway_keys FROM CURRENT_USER");
        assertThatThrownBy(this::source)
                .isInstanceOfSatisfying(
                        BulkException.class, e -> assertThat(e.reason()).isEqualTo(BulkException.Reason.RIGHTS))
                .hasMessageContaining("may not read table gateway_keys; GRANT SELECT ON gateway_keys TO");
    }

    @Test
    void takesATimeThatIsNoMomentAsText() throws SQLException {
        store.sink().save(List.of(Samples.trace("a", Samples.FINISHED)));
        store.execute("UPDATE traces SET created_at = 'infinity', timestamp = '0001-01-01 00:00:00+00'");
        try (BulkSource source = source()) {
            TableShape table = traces(source);
            RowBatch row = source.row(table, new RowKey(List.of("a")));
            assertThat(row.tag(0, table.indexOf("created_at"))).isEqualTo(ValueTag.TEXT);
            assertThat(row.number(0, table.indexOf("timestamp"))).isEqualTo(-62_135_596_800_000_000L);
        }
    }

    @Test
    void letsGoOfAReadThatIsBrokenOff() {
        store.sink().save(List.of(Samples.trace("a", Samples.FINISHED), Samples.trace("b", Samples.FINISHED)));
        try (BulkSource source = source()) {
            TableShape table = traces(source);
            try (RowStream rows = source.rows(table)) {
                rows.next(new RowBatch(table.columns().size()), 1);
            }
            assertThat(source.count(table)).isEqualTo(2);
        }
    }

    /** Two hundred megabytes, time and again, as an interrupted copy leaves them and one that goes on. */
    @Test
    void leavesTheRestOfALargeTableUnreadAndReadsOnInTheSameSnapshot() throws Exception {
        try (PostgresDatabase database = PostgresDatabase.create();
                TestStore large = TestStore.open(database);
                FaultyLink link = FaultyLink.to(database.host(), database.port())) {
            large.execute(LARGE);
            try (BulkSource source =
                    BulkAccess.source(TestStore.postgres(database.dsnThrough(link.port())), Set.of())) {
                TableShape table = traces(source);
                RowBatch batch = new RowBatch(table.columns().size());
                for (int time = 0; time < 10; time++) {
                    long before = link.answered();
                    try (RowStream rows = source.rowsByKey(table, null)) {
                        assertThat(rows.next(batch, 3)).isTrue();
                    }
                    assertThat(link.answered() - before).isLessThan(100L << 20);
                    large.clear();
                    assertThat(source.count(table)).isEqualTo(2_000);
                    try (RowStream rows = source.rowsByKey(table, new RowKey(List.of("00001997")))) {
                        assertThat(rows.next(batch, 10)).isTrue();
                        assertThat(batch.key(table, 2).parts()).containsExactly("00002000");
                    }
                }
            }
        }
    }
}
