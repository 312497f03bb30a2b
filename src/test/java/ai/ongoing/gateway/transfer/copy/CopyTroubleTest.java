package ai.ongoing.gateway.transfer.copy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.ongoing.gateway.config.StorageDriver;
import ai.ongoing.gateway.migration.MigrationExit;
import ai.ongoing.gateway.migration.MigrationObserver;
import ai.ongoing.gateway.storage.Endpoint;
import ai.ongoing.gateway.storage.StorageSettings;
import ai.ongoing.gateway.storage.bulk.write.BulkTarget;
import ai.ongoing.gateway.testkit.PostgresDatabase;
import ai.ongoing.gateway.testkit.RunsOn;
import ai.ongoing.gateway.testkit.TestStore;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.atomic.AtomicBoolean;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What stops a copy from a file to a server: a code, the row or the right that is missing, and the way on. */
@RunsOn(StorageDriver.POSTGRES)
final class CopyTroubleTest {

    private static final String INSERT =
            "INSERT INTO traces (id, timestamp, provider, model, request_method, request_path,"
                    + " org_id, %s) VALUES ('%s', '2026-01-01 00:00:00 +0000 UTC', 'openai', 'm', 'POST', '/v1', '%s', %s)";

    private End from;
    private PostgresDatabase server;
    private Endpoint to;

    @BeforeEach
    void openEnds() {
        from = End.migrated(StorageDriver.SQLITE);
        server = PostgresDatabase.create();
        to = new Endpoint("--to", TestStore.postgres(server.dsn()));
    }

    @AfterEach
    void closeEnds() {
        from.close();
        server.close();
    }

    private void add(String id, String column, String value) throws SQLException {
        from.execute(INSERT.formatted(column, id, "default", value));
    }

    private CopyReport copy(BadText badText) {
        return copy(badText, to, CopyObserver.SILENT);
    }

    private CopyReport copy(BadText badText, Endpoint target, CopyObserver observer) {
        CopyRequest request = new CopyRequest(from.as("--from"), target, true, false, 1_000, badText, () -> false);
        return new DatabaseCopy(request, observer).run(1, 1);
    }

    private static void assertStopped(ThrowingCallable copy, MigrationExit exit, String... words) {
        assertThatThrownBy(copy)
                .hasMessageContainingAll(words)
                .isInstanceOfSatisfying(
                        CopyException.class, e -> assertThat(e.exit()).isEqualTo(exit));
    }

    private String value(String sql) throws SQLException {
        try (Connection connection = server.connect();
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.execute("SET LOCAL ongoingai.scope = 'operator'");
            try (var row = statement.executeQuery(sql)) {
                row.next();
                return String.valueOf(row.getString(1));
            }
        }
    }

    @Test
    void textThatAServerCannotHoldIsNamedReplacedOrEscaped() throws Exception {
        add("bad", "request_body", "CAST(x'61005C62FF' AS TEXT)");
        assertStopped(
                () -> copy(BadText.FAIL),
                MigrationExit.DAMAGED,
                "table traces, key bad: column request_body holds a NUL",
                "--on-bad-text replace");
        from.execute("UPDATE traces SET model = 'kept'");
        CopyReport replaced = copyFresh(BadText.REPLACE);
        assertThat(replaced.verified()).as(replaced.text()).isTrue();
        assertThat(replaced.text()).contains("1 values changed");
        assertThat(value("SELECT request_body FROM traces")).isEqualTo("a\uFFFD\\b\uFFFD");
        CopyReport escaped = copyFresh(BadText.ESCAPE);
        assertThat(escaped.verified()).as(escaped.text()).isTrue();
        assertThat(value("SELECT request_body FROM traces")).isEqualTo("a\\000\\\\b\\377");
        assertThat(value(documentedQuery())).isEqualTo("bad");
        assertThat(value(documentedQuery().replace("t.id, decode", "decode"))).isEqualTo("\\x61005c62ff");
    }

    /** What operations.md gives for undoing an escape. */
    private static String documentedQuery() throws IOException {
        String page = Files.readString(Path.of("src", "docs", "operations.md"));
        int from = page.indexOf("SELECT t.id, decode(");
        return page.substring(from, page.indexOf(';', from));
    }

    @Test
    void aFileTakesTextThatAServerDoesNot() throws Exception {
        add("bad", "request_body", "CAST(x'61005C62FF' AS TEXT)");
        try (End file = End.empty(StorageDriver.SQLITE)) {
            CopyReport report = copy(BadText.FAIL, file.as("--to"), CopyObserver.SILENT);
            assertThat(report.verified()).as(report.text()).isTrue();
            assertThat(file.value("SELECT hex(request_body) FROM traces")).isEqualTo("61005C62FF");
        }
    }

    @Test
    void permissionsOfKeysKeepTheirBytesUntilTheyAreChanged() throws Exception {
        from.execute(
                "INSERT INTO gateway_keys (id, token_hash, permissions, created_at) VALUES ('k', 'h', '[\"a\",\"b\"]', 1)");
        CopyReport there = copy(BadText.FAIL);
        assertThat(there.verified()).as(there.text()).isTrue();
        String read = "SELECT coalesce(permissions_exact, permissions::text) FROM gateway_keys";
        assertThat(value(read)).isEqualTo("[\"a\",\"b\"]");
        owner("UPDATE gateway_keys SET permissions = '[\"b\", \"a\"]', name = 'n'");
        assertThat(value(read)).isEqualTo("[\"b\", \"a\"]");
    }

    private CopyReport copyFresh(BadText badText) {
        CopyRequest request = new CopyRequest(from.as("--from"), to, true, true, 1_000, badText, () -> false);
        return new DatabaseCopy(request, CopyObserver.SILENT).run(1, 1);
    }

    @Test
    void documentsThatJsonbWouldChangeOrRefuseArriveByteForByteAndComeBack() throws Exception {
        add("order", "metadata", "'{\"b\": 1,  \"a\":12345678901234567890123456789, \"b\":1e400}'");
        add("broken", "metadata", "'{broken'");
        add("nul", "metadata", "'{\"x\":\"\\u0000\"}'");
        add("half", "metadata", "'[\"\\ud800\"]'");
        add("none", "metadata", "''");
        CopyReport there = copy(BadText.FAIL);
        assertThat(there.verified()).as(there.text()).isTrue();
        try (End back = End.empty(StorageDriver.SQLITE)) {
            CopyRequest home = new CopyRequest(
                    new Endpoint("--from", TestStore.postgres(server.dsn())),
                    back.as("--to"),
                    true,
                    false,
                    10,
                    BadText.FAIL,
                    () -> false);
            CopyReport returned = new DatabaseCopy(home, CopyObserver.SILENT).run(1, 1);
            assertThat(returned.tables().getLast().target())
                    .isEqualTo(there.tables().getLast().source());
            assertThat(back.value("SELECT metadata FROM traces WHERE id = 'broken'"))
                    .isEqualTo("{broken");
        }
    }

    @Test
    void aValueNoServerColumnTakesIsNamed() throws Exception {
        add("words", "latency_ms", "'many'");
        assertStopped(
                () -> copy(BadText.FAIL),
                MigrationExit.DAMAGED,
                "table traces, key words: column latency_ms",
                "\"many\"");
        from.execute("UPDATE traces SET latency_ms = 1, response_status = 4000000000");
        assertStopped(
                () -> copy(BadText.FAIL), MigrationExit.DAMAGED, "key words: column response_status holds 4000000000");
    }

    @Test
    void aCallWhoseTenantIsMissingStopsTheCopy() throws Exception {
        from.execute(INSERT.formatted("model", "orphan", "nobody", "'m'")
                .replace("'m', 'POST'", "'POST'")
                .replace("provider, model, request", "provider, request"));
        assertStopped(() -> copy(BadText.FAIL), MigrationExit.DAMAGED, "parent is missing");
    }

    @Test
    void aLostServerIsSaidAndTheSameCommandGoesOn() throws Exception {
        from.store(CopyContract.traces(3_000));
        AtomicBoolean once = new AtomicBoolean(true);
        CopyObserver killer = new CopyObserver() {
            @Override
            public void progress(String name, long done, long earlier) {
                if (name.equals("traces") && done >= 2_000 && once.getAndSet(false)) {
                    server.asAdministrator("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '"
                            + server.name() + "'");
                }
            }
        };
        assertStopped(
                () -> copy(BadText.FAIL, to, killer),
                MigrationExit.UNREACHABLE,
                "the connection is lost",
                "the same command goes on from there");
        CopyReport report = copy(BadText.FAIL);
        assertThat(report.verified()).as(report.text()).isTrue();
        assertThat(report.written()).isLessThan(3_000);
    }

    @Test
    void oneCopyAtATime() {
        copy(BadText.FAIL);
        try (BulkTarget held = to.target()) {
            assertThat(held.book().last()).isPresent();
            assertStopped(() -> copy(BadText.FAIL), MigrationExit.LOCKED, "another copy into ", "runs (process ");
        }
    }

    @Test
    void aRoleThatOwnsNothingCopiesWithItsRightsAndIsToldOfThoseItLacks() throws Exception {
        from.store(CopyContract.traces(30));
        to.schema(MigrationObserver.SILENT).up();
        String role = server.owner() + "_guest";
        server.asAdministrator("CREATE ROLE " + role + " LOGIN PASSWORD 'guest'");
        try {
            owner("GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO " + role);
            owner("REVOKE INSERT ON organizations FROM " + role);
            Endpoint guest = new Endpoint("--to", TestStore.postgres(server.dsn(role, "guest", server.name())));
            assertStopped(
                    () -> copy(BadText.FAIL, guest, CopyObserver.SILENT),
                    MigrationExit.FAILED,
                    "permission denied for table organizations",
                    "GRANT");
            owner("GRANT INSERT ON organizations TO " + role);
            CopyReport report = copy(BadText.FAIL, guest, CopyObserver.SILENT);
            assertThat(report.verified()).as(report.text()).isTrue();
        } finally {
            owner("DROP OWNED BY " + role + " CASCADE");
            server.asAdministrator("DROP ROLE " + role);
        }
    }

    private void owner(String sql) throws SQLException {
        try (Connection connection = server.connectAsSuperuser();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    @Test
    void aDamagedSourceIsToldFromOneThatIsNotThere() throws Exception {
        from.store(CopyContract.traces(600));
        Path file = ((StorageSettings.Sqlite) from.settings()).file();
        try (RandomAccessFile bytes = new RandomAccessFile(file.toFile(), "rw")) {
            for (long at = 8 * 4096L; at < bytes.length(); at += 4096) {
                bytes.seek(at);
                bytes.write("no page of a database at all".getBytes(StandardCharsets.US_ASCII));
            }
        }
        assertThatThrownBy(() -> copy(BadText.FAIL))
                .isInstanceOfSatisfying(
                        CopyException.class,
                        e -> assertThat(e.exit()).isIn(MigrationExit.DAMAGED, MigrationExit.UNREACHABLE));
    }
}
