package ai.ongoing.gateway.storage.row;

import static org.assertj.core.api.Assertions.assertThat;

import ai.ongoing.gateway.bench.store.ManyCalls;
import ai.ongoing.gateway.config.StorageDriver;
import ai.ongoing.gateway.testkit.RunsOn;

@RunsOn(StorageDriver.SQLITE)
final class SqliteWalkTest extends WalkContract {

    SqliteWalkTest() {
        super(StorageDriver.SQLITE, SqliteDialect.INSTANCE);
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
