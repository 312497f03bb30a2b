package ai.ongoing.gateway.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import ai.ongoing.gateway.config.StorageDriver;
import ai.ongoing.gateway.storage.schema.SchemaSession;
import ai.ongoing.gateway.tenant.TenantScope;
import ai.ongoing.gateway.testkit.RunsOn;
import ai.ongoing.gateway.testkit.Samples;
import ai.ongoing.gateway.testkit.SqliteDatabase;
import ai.ongoing.gateway.testkit.TestStore;
import ai.ongoing.gateway.trace.TraceStoreException;
import ai.ongoing.gateway.trace.TraceStoreException.Failure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The file is moved away, replaced or removed with its directory while the store is open, and comes back. */
@RunsOn(StorageDriver.SQLITE)
final class SqliteFileAwayTest {

    private final SqliteDatabase place = SqliteDatabase.create();
    private final Path file = place.directory().resolve("data").resolve("traces.db");
    private final GatewayDatabase database = new GatewayDatabase();

    @BeforeEach
    void open() {
        database.open(TestStore.sqlite(file));
        try (SchemaSession schema = database.schema()) {
            schema.migrate();
        }
        save();
    }

    @AfterEach
    void close() {
        database.close();
        place.close();
    }

    @Test
    void saysThatTheFileIsGoneAndGoesOnWhenItIsBack() throws IOException {
        Path aside = place.directory().resolve("aside.db");
        Files.move(file, aside);

        assertThat(database.status().trouble())
                .hasValue("storage.path " + file
                        + " is gone; put the file back, or start the gateway again to begin an empty one");
        assertRefused();
        assertThat(file).as("no empty store in its place").doesNotExist();

        Files.move(aside, file);
        assertThat(database.status().trouble()).isEmpty();
        save();
        assertThat(stored()).isEqualTo(2);
    }

    @Test
    void usesAndMigratesTheFileThatReplacesIt() throws IOException {
        Files.move(file, place.directory().resolve("aside.db"));
        Files.createFile(file);

        save();

        assertThat(stored()).isOne();
        assertThat(database.status().trouble()).isEmpty();
    }

    @Test
    void refusesAReplacementThatIsNoDatabaseAndLeavesItAlone() throws IOException {
        Files.move(file, place.directory().resolve("aside.db"));
        Files.writeString(file, "no database, but somebody's notes");

        assertRefused();
        assertThat(database.status().trouble().orElseThrow()).contains("file is not a database");
        assertThat(file).hasContent("no database, but somebody's notes");

        Files.delete(file);
        Files.move(place.directory().resolve("aside.db"), file);
        save();
        assertThat(stored()).isGreaterThanOrEqualTo(1);
    }

    @Test
    void outlivesTheLossOfItsDirectory() throws IOException {
        Path data = place.directory().resolve("data");
        Path aside = place.directory().resolve("data-aside");
        Files.move(data, aside);
        assertRefused();
        Files.move(aside, data);

        save();
        assertThat(stored()).isEqualTo(2);
    }

    private void assertRefused() {
        assertThatExceptionOfType(TraceStoreException.class)
                .isThrownBy(this::save)
                .matches(refused -> refused.failure() == Failure.CONNECTION, "waits for the file");
        assertThatExceptionOfType(TraceStoreException.class).isThrownBy(this::stored);
    }

    private void save() {
        database.traceSink().save(List.of(Samples.trace()));
    }

    private long stored() {
        return database.traceReader().count(TenantScope.operator());
    }
}
