package ai.ongoing.gateway.storage.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import ai.ongoing.gateway.config.StorageDriver;
import ai.ongoing.gateway.migration.MigrationException.Reason;
import ai.ongoing.gateway.migration.UndoRequest;
import ai.ongoing.gateway.migration.plan.SchemaState.Kind;
import ai.ongoing.gateway.testkit.RunsOn;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

@RunsOn(StorageDriver.POSTGRES)
final class PostgresSchemaChangeTest extends SchemaChangeContract {

    private static final String FRUIT = """
            -- +goose Up
            CREATE TABLE fruit (name TEXT NOT NULL);
            -- +goose Down
            DROP TABLE fruit;
            """;
    private static final String INDEX = """
            -- transaction: none
            -- lock-timeout: 0
            -- +goose Up
            CREATE INDEX CONCURRENTLY fruit_name ON fruit (name);
            -- +goose Down
            DROP INDEX CONCURRENTLY fruit_name;
            """;

    @Override
    SchemaBackend create() {
        return SchemaBackend.postgres();
    }

    @Override
    List<String> rows(String sql) {
        List<String> values = new ArrayList<>();
        try (Connection connection = backend.connect();
                Statement statement = connection.createStatement()) {
            statement.execute("SET ongoingai.scope = 'operator'");
            try (ResultSet rows = statement.executeQuery(sql)) {
                while (rows.next()) {
                    values.add(rows.getString(1));
                }
            }
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
        return values;
    }

    @Test
    void undoesAFileOutsideATransactionWithTheDirectivesThatWereKept() {
        with(FRUIT, INDEX).up();
        assertThat(with(FRUIT).down(UndoRequest.steps(1, false)).undone()).containsExactly(name(101));
        assertThat(backend.query("SELECT relname FROM pg_class WHERE relname = 'fruit_name'"))
                .isEmpty();
        assertThat(backend.query("SELECT name FROM schema_migration_runs")).isEmpty();
    }

    @Test
    void buildsAnIndexAnewWhoseUndoingWasCutOff() {
        with(FRUIT, INDEX).up();
        backend.execute(
                "DELETE FROM schema_migrations WHERE name = '" + name(101) + "'",
                "INSERT INTO schema_migration_runs (name, started_at, applied_by) VALUES ('" + name(101)
                        + "', 'then', 'a process that died')");
        assertThat(with(FRUIT, INDEX).up().applied()).containsExactly(name(101));
        assertThat(with(FRUIT, INDEX).status().of(Kind.APPLIED)).hasSize(2);
    }

    private static String loses(String statements) {
        return "-- irreversible: a test\n-- lock-timeout: 1m\n-- +goose Up\n" + statements;
    }

    @Test
    void whatOthersInsertMeanwhileHidesNoLoss() throws Exception {
        with(FRUIT).up();
        backend.execute("INSERT INTO fruit VALUES ('fig'), ('date')");
        String waits = loses("DELETE FROM fruit WHERE name = 'fig';\nSELECT pg_advisory_xact_lock(4711);\n");
        try (Connection other = backend.connect();
                Statement statement = other.createStatement()) {
            statement.execute("SELECT pg_advisory_lock(4711)");
            CompletableFuture<Void> up =
                    CompletableFuture.runAsync(() -> with(FRUIT, waits).up());
            await().atMost(Duration.ofSeconds(60))
                    .until(() -> backend.query("SELECT 1 FROM pg_locks WHERE locktype = 'advisory' AND objid = 4711"
                                            + " AND NOT granted")
                                    .size()
                            == 1);
            statement.execute("INSERT INTO fruit VALUES ('kiwi'), ('lime'), ('pear')");
            statement.execute("SELECT pg_advisory_unlock(4711)");
            assertThatThrownBy(up::join).hasMessageContaining("would lose 1 row of fruit");
        }
        assertThat(backend.query("SELECT name FROM fruit ORDER BY name"))
                .containsExactly("date", "fig", "kiwi", "lime", "pear");
    }

    @Test
    void whatABlockHidesIsCountedToo() {
        with(FRUIT).up();
        backend.execute("INSERT INTO fruit VALUES ('fig')");
        String text = loses("DO $$ BEGIN EXECUTE 'DELETE FROM fr' || 'uit'; END $$;\n");
        String column = loses("DO $$ BEGIN ALTER TABLE public.fruit DROP COLUMN name; END $$;\n");
        assertRefused(Reason.REFUSED, () -> with(FRUIT, text).up(), "would lose 1 row of fruit");
        assertRefused(Reason.REFUSED, () -> with(FRUIT, column).up(), "would lose 1 value of fruit.name");
        assertThat(backend.query("SELECT name FROM fruit")).containsExactly("fig");
    }
}
