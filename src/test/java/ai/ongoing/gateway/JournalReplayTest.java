package ai.ongoing.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.ongoing.gateway.cli.command.ServeLauncher.ReplayScope;
import ai.ongoing.gateway.cli.command.ServeLauncher.Replayed;
import ai.ongoing.gateway.config.ConfigError;
import ai.ongoing.gateway.config.GatewayConfig;
import ai.ongoing.gateway.config.source.ConfigLoader;
import ai.ongoing.gateway.config.source.ConfigRequest;
import ai.ongoing.gateway.journal.file.FileJournal;
import ai.ongoing.gateway.journal.file.JournalSettings;
import ai.ongoing.gateway.storage.GatewayDatabase.Commits;
import ai.ongoing.gateway.testkit.Calls;
import ai.ongoing.gateway.testkit.PostgresDatabase;
import ai.ongoing.gateway.testkit.SqliteDatabase;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** {@code journal replay} stores what waits, and lets nobody's calls into the wrong store unasked. */
final class JournalReplayTest {

    private static final ReplayScope WAITING = new ReplayScope(false, false);

    private final SqliteDatabase database = SqliteDatabase.create();
    private final GatewayConfig config = configured("process");
    private final GatewayLauncher launcher = new GatewayLauncher(System.err);

    @AfterEach
    void close() {
        database.close();
    }

    private GatewayConfig configured(String durability) {
        return configured(Map.of(
                "ONGOINGAI_STORAGE_PATH",
                database.file().toString(),
                "ONGOINGAI_TRACING_JOURNAL_DURABILITY",
                durability));
    }

    private static GatewayConfig configured(Map<String, String> variables) {
        return ConfigLoader.load(new ConfigRequest(Path.of(""), Path.of(""), variables, Map.of()))
                .config();
    }

    private FileJournal journal(String store) {
        Path directory = config.tracing().journal().directory(config.storage());
        FileJournal journal = new FileJournal(new JournalSettings(directory, 1 << 20, false));
        journal.open(store);
        for (int i = 0; i < 3; i++) {
            Calls call = Calls.ordinary().id("call-" + i);
            journal.admit(call.admission()).complete(call.completion(), null);
        }
        return journal;
    }

    @Test
    void storesWhatWaitsAndEmptiesTheJournal() throws SQLException {
        journal("sqlite " + database.file()).end();

        assertThat(launcher.replay(config, WAITING)).isEqualTo(new Replayed(3, 0, 0, 0));
        assertThat(launcher.replay(config, new ReplayScope(true, false))).isEqualTo(new Replayed(0, 0, 0, 0));
        assertThat(stored()).isEqualTo(3);
    }

    @Test
    void storesAsDurablyAsTheSettingPromises() throws SQLException {
        journal("sqlite " + database.file()).end();
        GatewayConfig onDisk = configured("disk");

        assertThat(StoreAndJournal.of(onDisk, false).database().commits()).isEqualTo(Commits.ON_DISK);
        assertThat(StoreAndJournal.of(config, false).database().commits()).isEqualTo(Commits.AS_USUAL);
        assertThat(launcher.replay(onDisk, WAITING)).isEqualTo(new Replayed(3, 0, 0, 0));
        assertThat(stored()).isEqualTo(3);
    }

    @Test
    void takesCallsOfAnotherStoreOnlyWhenAskedTo() throws SQLException {
        journal("postgres db.example:5432/ongoingai").end();

        assertThatThrownBy(() -> launcher.replay(config, WAITING))
                .isInstanceOf(ConfigError.class)
                .hasMessageContaining("holds 3 calls meant for postgres db.example:5432/ongoingai, not for sqlite ");
        assertThat(launcher.replay(config, new ReplayScope(false, true))).isEqualTo(new Replayed(3, 0, 0, 0));
        assertThat(stored()).isEqualTo(3);
    }

    @Test
    void refusesBesideARunningGatewayAndLeavesItsStoreAsItIs() throws SQLException {
        FileJournal running = journal("sqlite " + database.file());
        try {
            refused(config);
        } finally {
            running.end();
        }
        try (Connection connection = database.connect()) {
            assertThat(count(connection, "SELECT count(*) FROM sqlite_master")).isZero();
        }
    }

    /** Nothing but the journal tells that a gateway works with a server. */
    @Test
    void leavesTheServerOfARunningGatewayAsItIs() throws SQLException {
        try (PostgresDatabase server = PostgresDatabase.create()) {
            GatewayConfig onServer = configured(Map.of(
                    "ONGOINGAI_STORAGE_DRIVER",
                    "postgres",
                    "ONGOINGAI_STORAGE_DSN",
                    server.dsn(),
                    "ONGOINGAI_TRACING_JOURNAL_PATH",
                    config.tracing().journal().directory(config.storage()).toString()));
            FileJournal running = journal("postgres " + server.name());
            try {
                refused(onServer);
            } finally {
                running.end();
            }
            try (Connection connection = server.connect()) {
                assertThat(count(
                                connection,
                                "SELECT count(*) FROM pg_tables"
                                        + " WHERE schemaname NOT IN ('pg_catalog', 'information_schema')"))
                        .isZero();
            }
        }
    }

    private void refused(GatewayConfig used) {
        assertThatThrownBy(() -> launcher.replay(used, WAITING))
                .isInstanceOf(ConfigError.class)
                .hasMessageContaining(" is in use by another process (");
    }

    private static long count(Connection connection, String question) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(question)) {
            row.next();
            return row.getLong(1);
        }
    }

    private long stored() throws SQLException {
        try (Connection connection = database.connect()) {
            return count(connection, "SELECT count(*) FROM traces");
        }
    }
}
