package ai.ongoing.gateway.storage.row;

import static org.assertj.core.api.Assertions.assertThat;

import ai.ongoing.gateway.bench.store.ManyCalls;
import ai.ongoing.gateway.config.StorageDriver;
import ai.ongoing.gateway.testkit.RunsOn;

@RunsOn(StorageDriver.POSTGRES)
final class PostgresWalkTest extends WalkContract {

    private static final String PRESORTED = "Presorted Key: (traces\\.)?created_at";

    /** PostgreSQL 15 sorts the single row it expects of a range like any other rows. */
    private static final boolean OLDEST = "oldest".equals(System.getProperty("postgres"));

    PostgresWalkTest() {
        super(StorageDriver.POSTGRES, PostgresDialect.INSTANCE);
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
