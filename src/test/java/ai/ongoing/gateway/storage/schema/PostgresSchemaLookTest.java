package ai.ongoing.gateway.storage.schema;

import static org.assertj.core.api.Assertions.assertThat;

import ai.ongoing.gateway.config.StorageDriver;
import ai.ongoing.gateway.testkit.RunsOn;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

@RunsOn(StorageDriver.POSTGRES)
final class PostgresSchemaLookTest extends SchemaLookContract {

    private static final int LOOKS = 400;

    @Override
    SchemaBackend create() {
        return SchemaBackend.postgres();
    }

    @Test
    void readsTheCatalogueWhileIndexesComeAndGo() throws SQLException {
        try (SchemaBackend backend = create();
                Connection connection = backend.connect()) {
            backend.execute("CREATE TABLE traces (id TEXT PRIMARY KEY, model TEXT)");
            AtomicBoolean over = new AtomicBoolean();
            CompletableFuture<Void> changes = CompletableFuture.runAsync(() -> {
                while (!over.get()) {
                    backend.execute(
                            "CREATE INDEX idx_model ON traces (model) WHERE model <> ''",
                            "ALTER TABLE traces ADD CONSTRAINT no_x CHECK (model <> 'x')",
                            "DROP INDEX idx_model",
                            "ALTER TABLE traces DROP CONSTRAINT no_x");
                }
            });
            try {
                for (int i = 0; i < LOOKS; i++) {
                    assertThat(backend.dialect().facts(connection)).anyMatch(fact -> fact.contains("traces_pkey"));
                }
            } finally {
                over.set(true);
                changes.join();
            }
        }
    }
}
