package ai.ongoing.gateway.storage.row;

import static org.assertj.core.api.Assertions.assertThat;

import ai.ongoing.gateway.bench.store.ManyCalls;
import ai.ongoing.gateway.config.StorageDriver;
import ai.ongoing.gateway.tenant.TenantScope;
import ai.ongoing.gateway.testkit.RunsOn;
import ai.ongoing.gateway.testkit.TestStore;
import ai.ongoing.gateway.trace.TraceFilter;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;

@RunsOn(StorageDriver.POSTGRES)
final class PostgresWalkTest extends WalkContract {

    private static final String PRESORTED = "Presorted Key: (traces\\.)?created_at";

    /** PostgreSQL 15 sorts the single row it expects of a range like any other rows. */
    private static final boolean OLDEST = "oldest".equals(System.getProperty("postgres"));

    PostgresWalkTest() {
        super(StorageDriver.POSTGRES, PostgresDialect.INSTANCE);
    }

    /** As they lie after a copy in the order of ids that do not rise with time: an index on time leads all over the table. */
    @Test
    void walksAlongTimeThroughRowsThatLieInNoOrder() throws SQLException {
        try (TestStore store = TestStore.open(StorageDriver.POSTGRES)) {
            ManyCalls.fill(store, StorageDriver.POSTGRES, 40_000);
            store.execute("CREATE TEMPORARY TABLE mixed AS SELECT * FROM traces ORDER BY md5(id);"
                    + " DELETE FROM traces; INSERT INTO traces SELECT * FROM mixed");
            store.execute("ANALYZE traces");
            assertThat(plan(store, TenantScope.operator(), TraceFilter.ANY))
                    .contains("idx_traces_created_at")
                    .satisfies(this::readsAPartInOrder);
        }
    }

    @Override
    String literal(int second) {
        return "to_timestamp(" + ManyCalls.BEGIN.plusSeconds(second).getEpochSecond() + ")";
    }

    @Override
    String explain() {
        return "EXPLAIN ";
    }

    @Override
    void readsAPartInOrder(String plan) {
        assertThat(plan)
                .contains("Index Scan Backward")
                .containsPattern(OLDEST ? PRESORTED + "|Sort  \\(cost=\\S+ rows=1 " : PRESORTED)
                .doesNotContain("Seq Scan")
                .doesNotContain("Bitmap");
    }
}
