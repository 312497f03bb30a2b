package ai.ongoing.gateway.storage.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.ongoing.gateway.migration.MigrationException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Databases that will not do: one sentence, nothing changed, and a start that goes on once the cause is gone. */
abstract class BadDatabaseContract {

    private static final String FRUIT = Steps.table("fruit");
    private static final String NUTS = Steps.table("nuts");

    private SchemaBackend backend;
    private Steps steps;

    abstract SchemaBackend create();

    /** A connection that may not write. */
    abstract Connection connectReadOnly() throws SQLException;

    @BeforeEach
    void openDatabase() {
        backend = create();
        steps = new Steps(backend);
    }

    @AfterEach
    void closeDatabase() {
        backend.close();
    }

    SchemaBackend backend() {
        return backend;
    }

    Steps steps() {
        return steps;
    }

    @Test
    void saysThatADatabaseIsReadOnly() throws SQLException {
        steps.up(FRUIT);
        List<String> before = backend.history();
        try (Connection readOnly = connectReadOnly()) {
            assertThatThrownBy(() -> steps.up(readOnly, steps.files(FRUIT, NUTS)))
                    .isInstanceOf(MigrationException.class)
                    .message()
                    .containsPattern("read-?only");
        }
        assertThat(backend.history()).isEqualTo(before);
        assertThat(steps.up(FRUIT, NUTS).applied()).containsExactly(steps.name(101));
    }

    @Test
    void startsOnAReadOnlyDatabaseWhenNothingIsPending() throws SQLException {
        steps.up(FRUIT);
        try (Connection readOnly = connectReadOnly()) {
            assertThat(steps.up(readOnly, steps.files(FRUIT)).applied()).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"twice", "empty name"})
    void refusesAHistoryThatLostItsKey(String damage) throws SQLException {
        steps.up(FRUIT);
        backend.execute(
                "CREATE TABLE copied AS SELECT * FROM schema_migrations",
                "DROP TABLE schema_migrations",
                "ALTER TABLE copied RENAME TO schema_migrations",
                damage.equals("twice")
                        ? "INSERT INTO schema_migrations SELECT * FROM schema_migrations"
                        : "UPDATE schema_migrations SET name = ''");
        List<String> before = backend.history();
        assertThatThrownBy(() -> steps.up(FRUIT, NUTS))
                .isInstanceOf(MigrationException.class)
                .hasMessageStartingWith("the table schema_migrations is damaged: ")
                .hasMessageEndingWith(".");
        assertThat(backend.history()).isEqualTo(before);
    }

    @Test
    void refusesAHistoryWithAHole() throws SQLException {
        steps.up(FRUIT, NUTS);
        backend.execute("DELETE FROM schema_migrations WHERE name = '" + steps.name(100) + "'");
        assertThatThrownBy(() -> steps.up(FRUIT, NUTS))
                .isInstanceOf(MigrationException.class)
                .hasMessageContaining(steps.name(100) + " is not applied although number 101 is");
        assertThat(backend.history()).containsExactly(steps.name(101));
    }

    @Test
    void namesTheFileThatMeetsWhatAnEmptiedHistoryForgot() throws SQLException {
        steps.up(FRUIT);
        backend.execute("DELETE FROM schema_migrations");
        assertThatThrownBy(() -> steps.up(FRUIT))
                .isInstanceOf(MigrationException.class)
                .message()
                .contains("exists");
        assertThat(backend.history()).isEmpty();
    }
}
