package ai.ongoing.gateway.storage.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Who only looks at a database while another process migrates it sees one of its states, never a mixture of two. */
abstract class SchemaLookContract {

    private static final int DATABASES = 4;

    abstract SchemaBackend create();

    @Test
    void takesNoDatabaseForAStrangersWhileItIsMigrated() {
        int looks = 0;
        for (int i = 0; i < DATABASES; i++) {
            // Without a history and with one: tables read after the first rows came are beside an empty history.
            looks += looksBesideAMigration(i % 2 == 0 ? 0 : 9);
        }
        assertThat(looks).as("looks beside a migration").isGreaterThan(DATABASES);
    }

    private int looksBesideAMigration(int history) {
        int looks = 0;
        try (SchemaBackend backend = create()) {
            OldDatabase.fill(backend, history);
            SchemaAdmin admin = new SchemaAdmin(backend.door(), SchemaBackend.SETTINGS);
            CompletableFuture<Void> migration = CompletableFuture.runAsync(admin::up);
            while (!migration.isDone()) {
                assertThatCode(admin::plan).doesNotThrowAnyException();
                looks++;
            }
            migration.join();
        }
        return looks;
    }
}
