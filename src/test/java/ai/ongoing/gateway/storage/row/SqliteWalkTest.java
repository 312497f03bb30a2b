package ai.ongoing.gateway.storage.row;

import static org.assertj.core.api.Assertions.assertThat;

import ai.ongoing.gateway.bench.store.ManyCalls;
import ai.ongoing.gateway.config.StorageDriver;
import ai.ongoing.gateway.tenant.Tenant;
import ai.ongoing.gateway.tenant.TenantScope;
import ai.ongoing.gateway.testkit.RunsOn;
import ai.ongoing.gateway.testkit.TestStore;
import ai.ongoing.gateway.trace.TraceFilter;
import ai.ongoing.gateway.trace.TraceSummary;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

@RunsOn(StorageDriver.SQLITE)
final class SqliteWalkTest extends WalkContract {

    SqliteWalkTest() {
        super(StorageDriver.SQLITE, SqliteDialect.INSTANCE);
    }

    /** The library makes statistics of a file for whoever asks it; the ways stay the same. */
    @Test
    void walksTheSameWayThroughAFileThatSomebodyAnalysed() throws SQLException {
        try (TestStore store = TestStore.open(StorageDriver.SQLITE)) {
            ManyCalls.fill(store, StorageDriver.SQLITE, 40_000);
            TenantScope tenant = TenantScope.of(Tenant.of("org-7", "main"));
            List<String> before = plans(store, tenant);
            store.execute("ANALYZE");
            assertThat(plans(store, tenant)).isEqualTo(before);
            assertThat(before.get(0))
                    .contains("idx_traces_unusual_status_values (response_status=? AND created_at>? AND created_at<?)");
        }
    }

    /** Its planner would read and sort all of a table that it knows to have little else. */
    @Test
    void walksAlongAValueThatNearlyAllHave() throws SQLException {
        try (TestStore store = TestStore.open(StorageDriver.SQLITE)) {
            ManyCalls.fill(store, StorageDriver.SQLITE, 40_000);
            store.execute("UPDATE traces SET provider = CASE rowid % 100 WHEN 0 THEN 'anthropic' ELSE 'openai' END");
            store.execute("ANALYZE");
            Instant from = ManyCalls.BEGIN.plusSeconds(1);
            TraceFilter since =
                    new TraceFilter(null, null, null, null, "openai", null, null, null, null, null, from, null);
            for (TraceFilter filter : List.of(provider("openai"), since)) {
                assertThat(plan(store, TenantScope.operator(), filter, null))
                        .contains("idx_traces_provider_created_at")
                        .doesNotContain("SCAN traces");
            }
        }
    }

    /** Of the value in use only what is as old as the other's newest call counts, and is walked. */
    @Test
    void beginsWhereTheValueOfLongAgoDoes() throws SQLException {
        try (TestStore store = TestStore.open(StorageDriver.SQLITE)) {
            ManyCalls.fill(store, StorageDriver.SQLITE, 40_000);
            store.execute(
                    "UPDATE traces SET model = 'left' WHERE rowid <= 10000",
                    "UPDATE traces SET api_key_hash = 'busy' WHERE rowid % 4 = 0");
            TraceFilter left =
                    new TraceFilter(null, null, null, null, null, "left", "busy", null, null, null, null, null);
            assertThat(plan(store, TenantScope.operator(), left, null))
                    .contains("idx_traces_api_key_hash_created_at (<expr>=? AND <expr><?)");
            assertThat(store.reader()
                            .list(TenantScope.operator(), left, null, 1)
                            .items()
                            .getFirst()
                            .id())
                    .isEqualTo(ManyCalls.id(9_999));
        }
    }

    /** Such a row ends the list; what is asked for together with another value finds it as what is asked for alone does. */
    @Test
    void findsACallWithoutATime() throws SQLException {
        try (TestStore store = TestStore.open(StorageDriver.SQLITE)) {
            ManyCalls.fill(store, StorageDriver.SQLITE, 2_000);
            store.execute(
                    "UPDATE traces SET created_at = NULL, model = 'timeless', api_key_hash = 'key' WHERE rowid = 7");
            store.execute("UPDATE traces SET model = 'timeless', api_key_hash = 'key' WHERE rowid = 5");
            TraceFilter timeless =
                    new TraceFilter(null, null, null, null, null, "timeless", "key", null, null, null, null, null);
            assertThat(store.reader()
                            .list(TenantScope.operator(), timeless, null, 50)
                            .items())
                    .extracting(TraceSummary::id)
                    .containsExactly(ManyCalls.id(4), ManyCalls.id(6));
        }
    }

    /** Where everything has more rows than are counted, the newest that were tell whose lie the furthest apart. */
    @Test
    void walksAlongTheThinnestWhereAllAreMany() throws SQLException {
        try (TestStore store = TestStore.open(StorageDriver.SQLITE)) {
            ManyCalls.fill(store, StorageDriver.SQLITE, 40_000);
            TenantScope tenant = TenantScope.of(Tenant.of("org-7", "main"));
            store.execute("UPDATE traces SET org_id = 'org-7' WHERE rowid % 2 = 0");
            assertThat(plan(store, tenant, provider("openai"), null)).contains("idx_traces_tenant_created_at");
            store.execute("UPDATE traces SET org_id = 'org-7' WHERE rowid % 10 > 0");
            assertThat(plan(store, tenant, provider("openai"), null)).contains("idx_traces_provider_created_at");
        }
    }

    private List<String> plans(TestStore store, TenantScope tenant) throws SQLException {
        return List.of(
                plan(store, TenantScope.operator(), hourOf(429)),
                plan(store, TenantScope.operator(), TraceFilter.ANY),
                plan(store, TenantScope.operator(), status(429)),
                plan(store, tenant, status(429)),
                plan(store, tenant, TraceFilter.ANY),
                plan(store, TenantScope.operator(), provider("openai")),
                plan(store, TenantScope.operator(), key("key-7")),
                plan(store, tenant, both("openai", "model-3", null)),
                plan(store, TenantScope.operator(), both("anthropic", ManyCalls.OLD_MODEL, 200)));
    }

    private static TraceFilter hourOf(int status) {
        Instant from = ManyCalls.BEGIN.plusSeconds(9_000);
        return new TraceFilter(
                null, null, null, null, null, null, null, status, null, null, from, from.plusSeconds(500));
    }

    @Override
    String literal(int second) {
        return "'" + SqliteTime.text(ManyCalls.BEGIN.plusSeconds(second)) + "'";
    }

    @Override
    String explain() {
        return "EXPLAIN QUERY PLAN ";
    }

    @Override
    void readsAPartInOrder(String plan) {
        assertThat(plan)
                .containsPattern("(created_at|<expr>)<\\?")
                .doesNotContain("SCAN traces")
                .doesNotContain("TEMP B-TREE FOR ORDER BY");
    }

    @Override
    void beginsAtThePage(String plan) {
        assertThat(plan).contains("<expr><?");
    }
}
