package ai.ongoing.gateway.transfer.forecast;

import static org.assertj.core.api.Assertions.assertThat;

import ai.ongoing.gateway.config.StorageDriver;
import ai.ongoing.gateway.storage.BulkAccess;
import ai.ongoing.gateway.storage.Endpoint;
import ai.ongoing.gateway.storage.StorageSettings;
import ai.ongoing.gateway.storage.bulk.BulkSource;
import ai.ongoing.gateway.storage.bulk.TableShape;
import ai.ongoing.gateway.testkit.PostgresDatabase;
import ai.ongoing.gateway.testkit.Samples;
import ai.ongoing.gateway.testkit.SqliteDatabase;
import ai.ongoing.gateway.testkit.TestStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class ForecastingTest {

    private TestStore file;

    @BeforeEach
    void openFile() {
        file = TestStore.open(StorageDriver.SQLITE);
    }

    @AfterEach
    void closeFile() {
        file.close();
    }

    private void saveOdd() throws SQLException {
        file.sink()
                .save(IntStream.range(0, 12)
                        .mapToObj(i -> Samples.trace("id-%02d".formatted(i), Samples.FINISHED))
                        .toList());
        file.execute(
                "UPDATE traces SET request_body = 'a' || char(0) || 'b' WHERE id = 'id-01'",
                "UPDATE traces SET response_body = CAST(x'61FF' AS TEXT) WHERE id = 'id-02'",
                "UPDATE traces SET input_tokens = 'many' WHERE id = 'id-03'",
                "UPDATE traces SET output_tokens = 4294967296 WHERE id = 'id-04'",
                "UPDATE traces SET metadata = '{\"a\":' WHERE id = 'id-05'",
                "UPDATE traces SET org_id = 'nobody' WHERE id = 'id-06'",
                "UPDATE traces SET timestamp = 'yesterday' WHERE id = 'id-07'",
                "UPDATE traces SET created_at = NULL WHERE id = 'id-08'");
    }

    private Forecast forecast(StorageSettings target) {
        try (BulkSource source = BulkAccess.source(file.settings(), Set.of())) {
            return Forecasting.of(source, new Endpoint("--to", target), Set.of(), () -> {});
        }
    }

    @Test
    void listsEveryHazardByItsKeyForAServerThatHasNoTablesYet() throws SQLException {
        saveOdd();
        try (PostgresDatabase server = PostgresDatabase.create()) {
            Forecast forecast = forecast(TestStore.postgres(server.dsn()));
            assertThat(forecast.lacks()).isNotEmpty();
            assertThat(forecast.unsound()).isEmpty();
            TableForecast traces = forecast.tables().getLast();
            assertThat(traces.rows()).isEqualTo(12);
            assertThat(traces.bytes()).isGreaterThan(1_000);
            assertThat(traces.first())
                    .extracting(Object::toString)
                    .containsExactlyInAnyOrder(
                            "traces, key id-01, column request_body: a NUL at byte 1 of 3",
                            "traces, key id-02, column response_body: no UTF-8 at byte 1 of 2",
                            "traces, key id-03, column input_tokens: text where a whole number belongs",
                            "traces, key id-04, column output_tokens: 4294967296 does not fit into 32 bits",
                            "traces, key id-05, column metadata: no JSON from byte 5 on",
                            "traces, key id-06, column org_id, workspace_id: refers to a row of workspaces that is not"
                                    + " there",
                            "traces, key id-07, column timestamp: text where a time belongs",
                            "traces, key id-08, column created_at: nothing, where a value is required");
            assertThat(traces.counts()).containsEntry(Hazard.Kind.WRONG_CLASS, 2L);
            assertThat(forecast.hazards()).isEqualTo(8);
            assertThat(forecast.estimate()).isPositive();
        }
    }

    @Test
    void findsNothingInTheWayToAnotherFile() throws SQLException, IOException {
        saveOdd();
        try (SqliteDatabase other = SqliteDatabase.create()) {
            Forecast forecast = forecast(TestStore.sqlite(other.file()));
            assertThat(forecast.hazards()).isZero();
            assertThat(forecast.lacks()).isNotEmpty();
            assertThat(Files.exists(other.file())).isFalse();
        }
    }

    @Test
    void writesNothingAnywhere() throws SQLException, IOException {
        saveOdd();
        try (PostgresDatabase server = PostgresDatabase.create()) {
            for (boolean serving : new boolean[] {true, false}) {
                if (!serving) {
                    file.gateway().close();
                }
                Map<String, byte[]> before = contents();
                List<String> catalogue = catalogue(server);
                forecast(TestStore.postgres(server.dsn()));
                assertThat(contents()).containsExactlyEntriesOf(before);
                assertThat(catalogue(server)).isEqualTo(catalogue).isEmpty();
            }
        }
    }

    @Test
    void namesRowsThatStandInTheTargetAlready() {
        try (TestStore server = TestStore.open(StorageDriver.POSTGRES)) {
            server.sink().save(List.of(Samples.trace("there", Samples.FINISHED)));
            assertThat(forecast(server.settings()).lacks()).containsExactly("table traces has 1 rows already");
        }
    }

    @Test
    void knowsTheTablesOfAServerThatHasNone() {
        try (TestStore server = TestStore.open(StorageDriver.POSTGRES);
                BulkSource live = BulkAccess.source(server.settings(), Set.of())) {
            List<TableShape> expected = BulkAccess.expected(server.settings());
            assertThat(expected).containsExactlyInAnyOrderElementsOf(live.tables());
        }
    }

    private Map<String, byte[]> contents() throws IOException {
        Path folder = ((StorageSettings.Sqlite) file.settings()).file().getParent();
        Map<String, byte[]> contents = new TreeMap<>();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path path : files.filter(f -> !f.toString().endsWith("-shm")).toList()) {
                contents.put(path.getFileName().toString(), Files.readAllBytes(path));
            }
        }
        return contents;
    }

    private static List<String> catalogue(PostgresDatabase server) throws SQLException {
        List<String> names = new ArrayList<>();
        try (Connection connection = server.connect();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT relname FROM pg_class"
                        + " WHERE relnamespace = 'public'::regnamespace ORDER BY relname")) {
            while (rows.next()) {
                names.add(rows.getString(1));
            }
        }
        return names;
    }
}
