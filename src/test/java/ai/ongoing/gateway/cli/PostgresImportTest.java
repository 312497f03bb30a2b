package ai.ongoing.gateway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import ai.ongoing.gateway.config.StorageDriver;
import ai.ongoing.gateway.storage.bulk.BulkException;
import ai.ongoing.gateway.testkit.PostgresDatabase;
import ai.ongoing.gateway.testkit.RunsOn;
import ai.ongoing.gateway.transfer.foreign.ForeignImport;
import ai.ongoing.gateway.transfer.foreign.ImportReport;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@RunsOn(StorageDriver.POSTGRES)
final class PostgresImportTest extends ImportContract {

    private PostgresDatabase theirs;
    private PostgresDatabase ours;

    @BeforeEach
    void openDatabases() {
        theirs = PostgresDatabase.create();
        ours = PostgresDatabase.create();
    }

    @AfterEach
    void closeDatabases() {
        theirs.close();
        ours.close();
    }

    @Override
    String source() {
        return theirs.dsn();
    }

    @Override
    String target() {
        return ours.dsn();
    }

    @Override
    Connection foreign() throws SQLException {
        return theirs.connect();
    }

    @Override
    Connection store() throws SQLException {
        Connection connection = ours.connect();
        try (Statement statement = connection.createStatement()) {
            statement.execute("SET ongoingai.scope = 'operator'");
        }
        return connection;
    }

    @Override
    void keepALog(Connection foreign) {}

    @Test
    void anotherImportIntoTheSameDatabaseHasToWait() throws Exception {
        try (Connection connection = foreign()) {
            ForeignStores.oceansLlm(connection);
        }
        List<String> refusals = new ArrayList<>();
        ImportReport report = new ForeignImport(end("--from", source()), end("--to", target()), calls -> {
                    try {
                        new ForeignImport(end("--from", source()), end("--to", target()), more -> {}).run();
                    } catch (BulkException e) {
                        refusals.add(e.reason() + ": " + e.getMessage());
                    }
                })
                .run();
        assertThat(report.verified()).isTrue();
        assertThat(refusals).singleElement().asString().startsWith("HELD: ");
    }

    @Override
    String truth() {
        return "BOOLEAN";
    }

    @Override
    String time() {
        return "TIMESTAMP";
    }
}
