package ai.ongoing.gateway.storage.row;

import static org.assertj.core.api.Assertions.assertThat;

import ai.ongoing.gateway.bench.store.ManyCalls;
import ai.ongoing.gateway.config.StorageDriver;
import ai.ongoing.gateway.testkit.RunsOn;

@RunsOn(StorageDriver.POSTGRES)
final class PostgresWalkTest extends WalkContract {

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
                // An older server that expects a single row of a range sorts it like any other.
                .containsPattern("Presorted Key: (traces\\.)?created_at|Sort  \\(cost=\\S+ rows=1 ")
                .doesNotContain("Seq Scan")
                .doesNotContain("Bitmap");
    }
}
