package ai.ongoing.gateway.storage.row;

import static org.assertj.core.api.Assertions.assertThat;

import ai.ongoing.gateway.bench.store.ManyCalls;
import ai.ongoing.gateway.config.StorageDriver;
import ai.ongoing.gateway.tenant.Tenant;
import ai.ongoing.gateway.tenant.TenantScope;
import ai.ongoing.gateway.testkit.RunsOn;
import ai.ongoing.gateway.testkit.TestStore;
import ai.ongoing.gateway.trace.TraceFilter;
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
            assertThat(before.get(0)).contains("idx_traces_created_at").doesNotContain("idx_traces_unusual_status");
        }
    }

    private List<String> plans(TestStore store, TenantScope tenant) throws SQLException {
        return List.of(
                plan(store, TenantScope.operator(), hourOf(429)),
                plan(store, TenantScope.operator(), TraceFilter.ANY),
                plan(store, TenantScope.operator(), status(429)),
                plan(store, tenant, status(429)),
                plan(store, tenant, TraceFilter.ANY));
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
        assertThat(plan).contains("created_at<?").doesNotContain("SCAN").doesNotContain("TEMP B-TREE FOR ORDER BY");
    }
}
