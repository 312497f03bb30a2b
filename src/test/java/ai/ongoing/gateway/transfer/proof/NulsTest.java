package ai.ongoing.gateway.transfer.proof;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.ongoing.gateway.config.StorageDriver;
import ai.ongoing.gateway.storage.Endpoint;
import ai.ongoing.gateway.storage.StorageSettings;
import ai.ongoing.gateway.storage.bulk.RowBatch;
import ai.ongoing.gateway.storage.bulk.ValueTag;
import ai.ongoing.gateway.testkit.PostgresDatabase;
import ai.ongoing.gateway.testkit.SqliteDatabase;
import ai.ongoing.gateway.testkit.TestStore;
import ai.ongoing.gateway.transfer.copy.BadText;
import ai.ongoing.gateway.transfer.copy.CopyException;
import ai.ongoing.gateway.transfer.copy.CopyObserver;
import ai.ongoing.gateway.transfer.copy.CopyReport;
import ai.ongoing.gateway.transfer.copy.CopyRequest;
import ai.ongoing.gateway.transfer.copy.DatabaseCopy;
import ai.ongoing.gateway.transfer.copy.TableReport;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A NUL in a text is in order in a file and impossible on a server: what becomes of it, in every table, by the policy. */
final class NulsTest {

    private TestStore file;
    private PostgresDatabase server;
    private SqliteDatabase another;

    @BeforeEach
    void open() {
        file = TestStore.open(StorageDriver.SQLITE);
        file.gateway().close();
        server = PostgresDatabase.create();
        another = SqliteDatabase.create();
    }

    @AfterEach
    void close() {
        file.close();
        server.close();
        another.close();
    }

    private CopyReport copy(StorageSettings to, BadText policy) {
        CopyRequest request = new CopyRequest(
                new Endpoint("--from", file.settings()),
                new Endpoint("--to", to),
                true,
                false,
                500,
                policy,
                () -> false);
        return new DatabaseCopy(request, CopyObserver.SILENT).run(1, 1);
    }

    /** The same rows with each text that holds a NUL written as the policy says. */
    private static RowBatch changed(RowBatch batch, BadText policy) {
        RowBatch changed = new RowBatch(batch.columns());
        for (int row = 0; row < batch.rows(); row++) {
            for (int i = 0; i < batch.columns(); i++) {
                if (holdsNul(batch, row, i)) {
                    String text = batch.text(row, i);
                    changed.addText((policy == BadText.REPLACE
                                    ? text.replace("\0", "\uFFFD")
                                    : text.replace("\\", "\\\\").replace("\0", "\\000"))
                            .getBytes(UTF_8));
                } else if (batch.isNull(row, i)) {
                    changed.addNull();
                } else {
                    changed.add(batch.tag(row, i), batch.bytes(), batch.place(row, i), batch.length(row, i));
                }
            }
        }
        return changed;
    }

    private static boolean holdsNul(RowBatch batch, int row, int i) {
        return batch.tag(row, i) == ValueTag.TEXT && batch.text(row, i).indexOf(0) >= 0;
    }

    private static long nuls(RowBatch batch) {
        long nuls = 0;
        for (int row = 0; row < batch.rows(); row++) {
            for (int i = 0; i < batch.columns(); i++) {
                nuls += holdsNul(batch, row, i) ? 1 : 0;
            }
        }
        return nuls;
    }

    @ParameterizedTest
    @CsvSource({"REPLACE, 2", "REPLACE, 4712", "ESCAPE, 2", "ESCAPE, 4712"})
    void areReplacedOrEscapedCountedAndMoveOnFromThere(BadText policy, long seed) throws SQLException {
        Map<String, TableHash> expected = MovedHouse.contents(file.settings());
        Map<String, Long> nuls = new TreeMap<>();
        MovedHouse.fill(file, new RandomRows(seed, true), 100).forEach((table, batch) -> {
            expected.merge(table, new RowHash().of(changed(batch, policy)), TableHash::plus);
            nuls.put(table, nuls(batch));
        });
        assertThat(nuls.values()).allSatisfy(count -> assertThat(count).isPositive());

        StorageSettings there = TestStore.postgres(server.dsn());
        CopyReport report = copy(there, policy);
        assertThat(report.verified()).as(report.text()).isTrue();
        assertThat(report.tables())
                .allSatisfy(table -> assertThat(table.changed()).isEqualTo(nuls.get(table.name())));
        assertThat(MovedHouse.contents(there)).isEqualTo(expected);
        assertThat(copy(there, policy).written()).as("again").isZero();

        StorageSettings back = TestStore.sqlite(another.file());
        MovedHouse.copy(there, back);
        assertThat(MovedHouse.contents(back)).isEqualTo(expected);
    }

    @Test
    void arriveInAnotherFileAsTheyAre() throws SQLException {
        MovedHouse.fill(file, new RandomRows(5, true), 100);
        StorageSettings there = TestStore.sqlite(another.file());
        CopyReport report = copy(there, BadText.FAIL);
        assertThat(report.verified()).as(report.text()).isTrue();
        assertThat(report.tables()).extracting(TableReport::changed).containsOnly(0L);
        assertThat(MovedHouse.contents(there)).isEqualTo(MovedHouse.contents(file.settings()));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            organizations | name        | INSERT INTO organizations (id, name, created_at) VALUES ('bad', NUL, 1)
            workspaces    | name        | INSERT INTO workspaces (id, org_id, name, created_at) VALUES ('bad', 'default', NUL, 1)
            gateway_keys  | description | INSERT INTO gateway_keys (id, token_hash, description, created_at) VALUES ('bad', 'h', NUL, 1)
            gateway_keys  | permissions | INSERT INTO gateway_keys (id, token_hash, permissions, created_at) VALUES ('bad', 'h', NUL, 1)
            traces        | error_type  | INSERT INTO traces (id, timestamp, provider, model, request_method, request_path, error_type) VALUES ('bad', '2026-01-01 00:00:00 +0000 UTC', 'p', 'm', 'POST', '/', NUL)
            """)
    void stopTheCopyAndAreNamedWithoutAPolicy(String table, String column, String insert) throws SQLException {
        file.execute(insert.replace("NUL", "CAST(x'6100' AS TEXT)"));
        StorageSettings there = TestStore.postgres(server.dsn());
        assertThatThrownBy(() -> copy(there, BadText.FAIL))
                .isInstanceOf(CopyException.class)
                .hasMessageContaining("table " + table + ", key ")
                .hasMessageContaining("bad: column " + column + " holds a NUL")
                .hasMessageContaining("--on-bad-text replace");
    }

    /** The books hold keys too, and this run's chunks end with these. */
    @ParameterizedTest
    @CsvSource({"REPLACE, U&'z\\FFFDa'", "ESCAPE, U&'z\\005C000a'"})
    void inAKeyAreChangedWhereverTheyReferTo(BadText policy, String literal) throws Exception {
        String nul = "CAST(x'7A0061' AS TEXT)";
        file.execute(
                "INSERT INTO organizations (id, name, created_at) VALUES (" + nul + ", '', 1)",
                "INSERT INTO workspaces (id, org_id, created_at) VALUES (" + nul + ", " + nul + ", 1)",
                "INSERT INTO gateway_keys (id, token_hash, org_id, workspace_id, created_at) VALUES (" + nul + ", "
                        + nul + ", " + nul + ", " + nul + ", 1)");
        StorageSettings there = TestStore.postgres(server.dsn());
        CopyReport report = copy(there, policy);
        assertThat(report.verified()).as(report.text()).isTrue();
        CopyReport again = copy(there, policy);
        assertThat(again.written()).isZero();
        assertThat(again.verified()).as(again.text()).isTrue();
        try (Connection connection = server.connect();
                Statement statement = connection.createStatement()) {
            statement.execute("SET ongoingai.scope = 'operator'");
            try (ResultSet row = statement.executeQuery("SELECT count(*) FROM gateway_keys k JOIN copy_changes c"
                    + " ON c.row_key = k.id AND c.table_name = 'gateway_keys' WHERE k.id = " + literal
                    + " AND k.org_id = " + literal + " AND k.token_hash = " + literal)) {
                row.next();
                assertThat(row.getInt(1))
                        .as("lines of the books for its four texts")
                        .isEqualTo(4);
            }
        }
    }
}
