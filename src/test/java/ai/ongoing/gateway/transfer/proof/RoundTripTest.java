package ai.ongoing.gateway.transfer.proof;

import static org.assertj.core.api.Assertions.assertThat;

import ai.ongoing.gateway.config.StorageDriver;
import ai.ongoing.gateway.migration.MigrationObserver;
import ai.ongoing.gateway.storage.Endpoint;
import ai.ongoing.gateway.storage.StorageSettings;
import ai.ongoing.gateway.storage.schema.GoFixtures;
import ai.ongoing.gateway.testkit.PostgresDatabase;
import ai.ongoing.gateway.testkit.SqliteDatabase;
import ai.ongoing.gateway.testkit.TestStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever stands in a store stands there again when it has moved to the other backend and back. */
final class RoundTripTest {

    private static Map<String, TableHash> movedThereAndBack(StorageSettings first) throws SQLException {
        try (PostgresDatabase server = PostgresDatabase.create();
                SqliteDatabase last = SqliteDatabase.create()) {
            StorageSettings there = TestStore.postgres(server.dsn());
            StorageSettings back = TestStore.sqlite(last.file());
            MovedHouse.copy(first, there);
            assertThat(MovedHouse.contents(there)).isEqualTo(MovedHouse.contents(first));
            MovedHouse.copy(there, back);
            return MovedHouse.contents(back);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 4711, 20261121})
    void anyLogicalRowOfEveryTableSurvivesBothWays(long seed) throws SQLException {
        try (TestStore file = TestStore.open(StorageDriver.SQLITE)) {
            file.gateway().close();
            Map<String, TableHash> expected = MovedHouse.contents(file.settings()); // the default tenant
            MovedHouse.fill(file, new RandomRows(seed), 200)
                    .forEach((table, batch) -> expected.merge(table, new RowHash().of(batch), TableHash::plus));
            assertThat(expected.keySet()).containsExactly("gateway_keys", "organizations", "traces", "workspaces");
            Map<String, TableHash> first = MovedHouse.contents(file.settings());
            assertThat(first).as("seed %d", seed).isEqualTo(expected);
            assertThat(rows(first, "traces")).isEqualTo(200);
            assertThat(movedThereAndBack(file.settings())).as("seed %d", seed).isEqualTo(first);
        }
    }

    private static long rows(Map<String, TableHash> contents, String table) {
        return contents.getOrDefault(table, TableHash.EMPTY).rows();
    }

    @Test
    void everyLegacyLayoutOfTimeAndEveryTableSurvivesBothWays() throws SQLException {
        try (TestStore file = TestStore.open(StorageDriver.SQLITE)) {
            file.gateway().close();
            try (Connection connection = file.connect()) {
                MovedHouse.fill(connection, 5_000);
            }
            Map<String, TableHash> first = MovedHouse.contents(file.settings());
            assertThat(rows(first, "gateway_keys")).isEqualTo(50);
            assertThat(movedThereAndBack(file.settings())).isEqualTo(first);
        }
    }

    @Test
    void theGoProgramsOwnFileSurvivesBothWays() throws SQLException, IOException {
        Path fixture = GoFixtures.file("ongoingai-sqlite.db");
        try (SqliteDatabase database = SqliteDatabase.create()) {
            Files.copy(fixture, database.file());
            StorageSettings settings = TestStore.sqlite(database.file());
            new Endpoint("--from", settings).schema(MigrationObserver.SILENT).up();
            Map<String, TableHash> first = MovedHouse.contents(settings);
            assertThat(rows(first, "traces")).isEqualTo(3);
            assertThat(movedThereAndBack(settings)).isEqualTo(first);
        }
    }

    @Test
    void theGoProgramsOwnServerSurvivesBothWays() throws SQLException, IOException {
        Path fixture = GoFixtures.file("ongoingai-pg15.sql");
        try (PostgresDatabase server = PostgresDatabase.create();
                SqliteDatabase file = SqliteDatabase.create();
                PostgresDatabase last = PostgresDatabase.create()) {
            try (Connection connection = server.connect()) {
                GoFixtures.load(fixture, connection, server.owner());
            }
            StorageSettings settings = TestStore.postgres(server.dsn());
            new Endpoint("--from", settings).schema(MigrationObserver.SILENT).up();
            Map<String, TableHash> first = MovedHouse.contents(settings);
            assertThat(rows(first, "traces")).isEqualTo(3);
            assertThat(rows(first, "gateway_keys")).isEqualTo(1);
            MovedHouse.copy(settings, TestStore.sqlite(file.file()));
            assertThat(MovedHouse.contents(TestStore.sqlite(file.file()))).isEqualTo(first);
            MovedHouse.copy(TestStore.sqlite(file.file()), TestStore.postgres(last.dsn()));
            assertThat(MovedHouse.contents(TestStore.postgres(last.dsn()))).isEqualTo(first);
        }
    }
}
