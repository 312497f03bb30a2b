package ai.ongoing.gateway.storage.schema;

import static org.assertj.core.api.Assertions.assertThat;

import ai.ongoing.gateway.config.StorageDriver;
import ai.ongoing.gateway.migration.UndoRequest;
import ai.ongoing.gateway.migration.plan.SchemaState.Kind;
import ai.ongoing.gateway.testkit.RunsOn;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
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
}
