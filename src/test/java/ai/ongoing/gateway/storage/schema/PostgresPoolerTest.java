package ai.ongoing.gateway.storage.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.ongoing.gateway.config.MigrationMode;
import ai.ongoing.gateway.config.StorageDriver;
import ai.ongoing.gateway.migration.MigrationException;
import ai.ongoing.gateway.migration.MigrationException.Reason;
import ai.ongoing.gateway.testkit.PgBouncer;
import ai.ongoing.gateway.testkit.PostgresDatabase;
import ai.ongoing.gateway.testkit.RunsOn;
import ai.ongoing.gateway.testkit.SwitchingPooler;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Behind a pooler in transaction mode no lock and no setting stays; one in session mode does no harm. */
@RunsOn(StorageDriver.POSTGRES)
final class PostgresPoolerTest {

    private final PostgresDatabase database = PostgresDatabase.create();
    private final SchemaBackend backend = new SchemaBackend.Postgres(database);

    @TempDir
    private Path directory = Path.of("");

    @AfterEach
    void close() {
        database.close();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 5})
    void namesAPoolerAndTheWayPastIt(int connections) throws Exception {
        try (SwitchingPooler pooler = SwitchingPooler.start(database, connections)) {
            refused(pooler.port(), "postgres");
        }
        assertNothingIsLeftBehind();
    }

    @Test
    void namesTheRealOne() throws Exception {
        Assumptions.assumeTrue(PgBouncer.installed(), "this machine has no pgbouncer");
        try (PgBouncer pooler = PgBouncer.start(database, "transaction", directory)) {
            refused(pooler.port(), database.owner());
            try (SchemaSession direct = backend.session()) {
                direct.migrate();
            }
            refused(pooler.port(), database.owner());
        }
        assertNothingIsLeftBehind();
    }

    @Test
    void startsThroughTheRealOneInSessionMode() {
        Assumptions.assumeTrue(PgBouncer.installed(), "this machine has no pgbouncer");
        try (PgBouncer pooler = PgBouncer.start(database, "session", directory);
                SchemaSession session = session(pooler.port(), database.owner())) {
            assertThat(session.migrate().applied()).isNotEmpty();
        }
    }

    private void refused(int port, String role) {
        try (SchemaSession session = session(port, role)) {
            assertThatThrownBy(session::migrate)
                    .isInstanceOfSatisfying(
                            MigrationException.class,
                            e -> assertThat(e.reason()).isEqualTo(Reason.LOCKED))
                    .hasMessageContaining("a pooler in transaction mode")
                    .hasMessageContaining("storage.migration_dsn");
        }
    }

    /** No lock on a lent connection that nobody would ever give back, and the next start goes on. */
    private void assertNothingIsLeftBehind() {
        List<String> locks = backend.queryAll("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory'"
                + " AND database = (SELECT oid FROM pg_database WHERE datname = current_database())");
        assertThat(locks).containsExactly("0");
        try (SchemaSession direct = backend.session()) {
            direct.migrate();
            assertThat(direct.migrate().applied()).isEmpty();
        }
    }

    private SchemaSession session(int port, String role) {
        String url = "jdbc:postgresql://127.0.0.1:" + port + "/" + database.name() + "?sslmode=disable"
                + "&prepareThreshold=0";
        return SchemaSession.postgres(
                () -> DriverManager.getConnection(url, role, database.password()),
                MigrationMode.AUTO,
                SchemaBackend.SETTINGS);
    }
}
