package ai.ongoing.gateway.storage;

import static org.assertj.core.api.Assertions.assertThat;

import ai.ongoing.gateway.config.StorageDriver;
import ai.ongoing.gateway.storage.schema.SchemaSession;
import ai.ongoing.gateway.testkit.RunsOn;
import ai.ongoing.gateway.testkit.Samples;
import ai.ongoing.gateway.testkit.SqliteDatabase;
import ai.ongoing.gateway.testkit.TestStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** After a stop the one file is the whole database, and a plain copy of it a complete backup. */
@RunsOn(StorageDriver.SQLITE)
final class SqliteStopTest {

    private final SqliteDatabase place = SqliteDatabase.create();

    @AfterEach
    void close() {
        place.close();
    }

    @Test
    void everyStopLeavesACompleteFileAndNoLog() throws Exception {
        for (int stop = 1; stop <= 20; stop++) {
            try (GatewayDatabase database = opened()) {
                database.traceSink().save(List.of(Samples.trace(), Samples.trace()));
                database.traceReader().count(ai.ongoing.gateway.tenant.TenantScope.operator());
                assertThat(wal()).as("while it runs").exists();
            }
            assertThat(wal()).as("after stop %d", stop).doesNotExist();
            assertThat(rowsOfACopy()).isEqualTo(stop * 2L);
        }
    }

    @Test
    void aStopAfterAKillLeavesACompleteFileAndNoLog() throws Exception {
        try (ChildJvm child = ChildJvm.start("hold", place.file().toString(), "250")) {
            assertThat(child.line()).isEqualTo("holding");
            child.kill();
        }
        assertThat(wal()).isNotEmptyFile();
        opened().close();
        assertThat(wal()).doesNotExist();
        assertThat(rowsOfACopy()).isEqualTo(250);
    }

    private GatewayDatabase opened() {
        GatewayDatabase database = new GatewayDatabase();
        database.open(TestStore.sqlite(place.file()));
        try (SchemaSession schema = database.schema()) {
            schema.migrate();
        }
        return database;
    }

    private Path wal() {
        return place.directory().resolve("ongoingai.db-wal");
    }

    private long rowsOfACopy() throws IOException, SQLException {
        Path copy = place.directory().resolve("copy.db");
        Files.deleteIfExists(copy);
        Files.copy(place.file(), copy);
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:file:" + copy + "?immutable=1");
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT count(*) FROM traces")) {
            row.next();
            return row.getLong(1);
        }
    }
}
