package ai.ongoing.gateway.transfer.proof;

import static org.assertj.core.api.Assertions.assertThat;

import ai.ongoing.gateway.config.StorageDriver;
import ai.ongoing.gateway.storage.BulkAccess;
import ai.ongoing.gateway.storage.bulk.BulkSource;
import ai.ongoing.gateway.storage.bulk.RowBatch;
import ai.ongoing.gateway.storage.bulk.TableShape;
import ai.ongoing.gateway.testkit.TestStore;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ComparingTest {

    private TestStore file;
    private TestStore server;

    @BeforeEach
    void openStores() throws SQLException {
        file = TestStore.open(StorageDriver.SQLITE);
        server = TestStore.open(StorageDriver.POSTGRES);
        file.execute(
                "UPDATE organizations SET name = 'one', created_at = 1700000000000001",
                "UPDATE workspaces SET name = 'one', created_at = 1700000000000001");
        server.execute(
                "UPDATE organizations SET name = 'one', created_at = '2023-11-14 22:13:20.000001+00'",
                "UPDATE workspaces SET name = 'one', created_at = '2023-11-14 22:13:20.000001+00'");
    }

    @AfterEach
    void closeStores() {
        file.close();
        server.close();
    }

    private static TableShape traces(TestStore store) {
        try (BulkSource source = BulkAccess.source(store.settings(), Set.of())) {
            return source.tables().getLast();
        }
    }

    private StoreComparison compare() {
        try (BulkSource left = BulkAccess.source(file.settings(), Set.of());
                BulkSource right = BulkAccess.source(server.settings(), Set.of())) {
            return Comparing.of(left, right, table -> {});
        }
    }

    private RowBatch fill(long seed, int rows) throws SQLException {
        RowBatch batch = new RandomRows(seed).of(traces(server), rows);
        try (Connection connection = file.connect()) {
            RowInsertion.intoFile(connection, traces(file), batch);
        }
        try (Connection connection = server.connect()) {
            RowInsertion.intoServer(connection, traces(server), batch);
        }
        return batch;
    }

    @ParameterizedTest
    @ValueSource(longs = {3, 4711, 20261121})
    void equalLogicalRowsHaveEqualHashesOnBothBackends(long seed) throws SQLException {
        RowBatch batch = fill(seed, 300);
        StoreComparison comparison = compare();
        assertThat(comparison.tables())
                .allSatisfy(table -> assertThat(ProofWords.lines(table))
                        .as("seed %d", seed)
                        .singleElement()
                        .asString()
                        .contains("equal"));
        assertThat(comparison.tables())
                .filteredOn(table -> table.name().equals("traces"))
                .singleElement()
                .extracting(TableComparison::left)
                .isEqualTo(new RowHash().of(batch));
    }

    @Test
    void narrowsADifferenceToTheKeyAndTheColumn() throws SQLException {
        fill(11, 200);
        server.execute(
                "UPDATE traces SET model = model || '!', latency_ms = coalesce(latency_ms, 0) / 2 + 1 WHERE id LIKE '17/%'",
                "DELETE FROM traces WHERE id LIKE '5/%'",
                "INSERT INTO traces (id, timestamp, provider, model, request_method, request_path)"
                        + " VALUES ('extra', now(), 'p', 'm', 'GET', '/')");
        StoreComparison comparison = compare();
        assertThat(comparison.isEqual()).isFalse();
        TableComparison traces = comparison.tables().stream()
                .filter(table -> table.name().equals("traces"))
                .findFirst()
                .orElseThrow();
        assertThat(traces.chunks()).hasSizeBetween(1, 3);
        assertThat(traces.rows()).hasSize(3);
        assertThat(traces.rows())
                .filteredOn(row -> row.kind() == RowDifference.Kind.DIFFERENT)
                .singleElement()
                .satisfies(row -> {
                    assertThat(row.key().toString()).startsWith("17/");
                    assertThat(row.columns()).containsExactly("latency_ms", "model");
                });
        assertThat(traces.rows())
                .extracting(RowDifference::kind)
                .containsExactlyInAnyOrder(
                        RowDifference.Kind.LEFT_ONLY, RowDifference.Kind.RIGHT_ONLY, RowDifference.Kind.DIFFERENT);
    }

    @Test
    void doesNotCompareTablesThatMeanSomethingElse() throws SQLException {
        file.execute("ALTER TABLE traces ADD COLUMN mood TEXT");
        StoreComparison comparison = compare();
        assertThat(comparison.isEqual()).isFalse();
        assertThat(comparison.tables())
                .filteredOn(table -> !table.isEqual())
                .singleElement()
                .satisfies(table -> assertThat(table.shape()).containsExactly("column mood stands on the left only"));
    }
}
