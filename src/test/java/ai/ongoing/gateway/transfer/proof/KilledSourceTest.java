package ai.ongoing.gateway.transfer.proof;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import ai.ongoing.gateway.config.StorageDriver;
import ai.ongoing.gateway.migration.MigrationExit;
import ai.ongoing.gateway.migration.MigrationObserver;
import ai.ongoing.gateway.storage.Endpoint;
import ai.ongoing.gateway.storage.StorageSettings;
import ai.ongoing.gateway.storage.schema.GoFixtures;
import ai.ongoing.gateway.testkit.OwnPostgres;
import ai.ongoing.gateway.testkit.PostgresBinaries;
import ai.ongoing.gateway.testkit.PostgresDatabase;
import ai.ongoing.gateway.testkit.SqliteDatabase;
import ai.ongoing.gateway.testkit.TestStore;
import ai.ongoing.gateway.transfer.copy.BadText;
import ai.ongoing.gateway.transfer.copy.CopyException;
import ai.ongoing.gateway.transfer.copy.CopyObserver;
import ai.ongoing.gateway.transfer.copy.CopyReport;
import ai.ongoing.gateway.transfer.copy.CopyRequest;
import ai.ongoing.gateway.transfer.copy.DatabaseCopy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** Copies whose source server is killed under them, and the Go program's own databases moved by copies that are killed. */
final class KilledSourceTest {

    private static final int CALLS = 20_000;

    @Test
    void aSourceServerKilledInMidCopyIsSaidAndTheSameCommandGoesOn() throws Exception {
        try (OwnPostgres server = ownServer();
                TestStore file = TestStore.open(StorageDriver.SQLITE);
                SqliteDatabase last = SqliteDatabase.create()) {
            file.gateway().close();
            try (Connection connection = file.connect()) {
                MovedHouse.fill(connection, CALLS);
            }
            StorageSettings source = TestStore.postgres(server.dsn("postgres"));
            MovedHouse.copy(file.settings(), source);
            Map<String, TableHash> first = MovedHouse.contents(source);
            StorageSettings target = TestStore.sqlite(last.file());

            assertThatThrownBy(() -> new DatabaseCopy(MovedHouse.request(source, target), killing(server)).run(1, 1))
                    .hasMessageContainingAll("the connection to postgresql://", "was lost", "run the command again")
                    .hasMessageNotContaining("postgres:postgres@")
                    .isInstanceOfSatisfying(
                            CopyException.class, e -> assertThat(e.exit()).isEqualTo(MigrationExit.UNREACHABLE));
            server.startAgain();
            CopyReport report = MovedHouse.copy(source, target);
            assertThat(report.written()).as("what was left to do").isPositive().isLessThan(CALLS);
            assertThat(MovedHouse.arrived(report)).isEqualTo(first);
            assertThat(MovedHouse.contents(target)).isEqualTo(first);
        }
    }

    private static CopyObserver killing(OwnPostgres server) {
        AtomicBoolean once = new AtomicBoolean(true);
        return new CopyObserver() {
            @Override
            public void progress(String name, long done, long earlier) {
                if (name.equals("traces") && done > CALLS / 2 && once.getAndSet(false)) {
                    server.kill();
                }
            }
        };
    }

    private static OwnPostgres ownServer() throws SQLException {
        Optional<PostgresBinaries> binaries = PostgresBinaries.ofTheTestServer();
        assumeThat(binaries)
                .as("the test server's programs are of this machine")
                .isPresent();
        return OwnPostgres.start(binaries.orElseThrow());
    }

    @Test
    void theGoProgramsFileArrivesOnAServerHoweverOftenTheCopyDies() throws Exception {
        Path fixture = GoFixtures.file("ongoingai-sqlite.db");
        try (SqliteDatabase file = SqliteDatabase.create();
                PostgresDatabase server = PostgresDatabase.create()) {
            Files.copy(fixture, file.file());
            StorageSettings source = migrated(TestStore.sqlite(file.file()));
            int deaths = dyingEverywhere(source, TestStore.postgres(server.dsn()));
            assertThat(deaths).isGreaterThan(4);
        }
    }

    @Test
    void theGoProgramsServerArrivesInAFileHoweverOftenTheCopyDies() throws Exception {
        Path fixture = GoFixtures.file("ongoingai-pg15.sql");
        try (PostgresDatabase server = PostgresDatabase.create();
                SqliteDatabase file = SqliteDatabase.create()) {
            load(fixture, server);
            StorageSettings source = migrated(TestStore.postgres(server.dsn()));
            int deaths = dyingEverywhere(source, TestStore.sqlite(file.file()));
            assertThat(deaths).isGreaterThan(4);
        }
    }

    private static void load(Path dump, PostgresDatabase server) throws SQLException, IOException {
        try (Connection connection = server.connect()) {
            GoFixtures.load(dump, connection, server.owner());
        }
    }

    private static StorageSettings migrated(StorageSettings settings) {
        new Endpoint("--from", settings).schema(MigrationObserver.SILENT).up();
        return settings;
    }

    /** Thrown where a copy dies: no part of a copy knows it, so none of them tidies up for it. */
    private static final class Death extends Error {
        private static final long serialVersionUID = 1L;
    }

    /** Lets a copy, a row a chunk, die at its first event, then at its second, until one lives; returns how many died. */
    private static int dyingEverywhere(StorageSettings from, StorageSettings to) {
        Map<String, TableHash> first = MovedHouse.contents(from);
        int deaths = 0;
        while (died(from, to, deaths)) {
            deaths++;
        }
        assertThat(MovedHouse.contents(to)).isEqualTo(first);
        CopyReport again = MovedHouse.copy(from, to);
        assertThat(again.written()).isZero();
        assertThat(MovedHouse.arrived(again)).isEqualTo(first);
        return deaths;
    }

    private static boolean died(StorageSettings from, StorageSettings to, int at) {
        CopyRequest request = new CopyRequest(
                new Endpoint("--from", from), new Endpoint("--to", to), true, false, 1, BadText.FAIL, () -> false);
        try {
            CopyReport report = new DatabaseCopy(request, new Dying(at)).run(1, 1);
            assertThat(report.verified()).as(report.text()).isTrue();
            return false;
        } catch (Death death) {
            return true;
        }
    }

    private static final class Dying implements CopyObserver {

        private int left;

        Dying(int left) {
            this.left = left;
        }

        private void step() {
            if (left-- == 0) {
                throw new Death();
            }
        }

        @Override
        public void table(int place, int tables, String name, long rows) {
            step();
        }

        @Override
        public void progress(String name, long done, long earlier) {
            step();
        }

        @Override
        public void verifying(String name) {
            step();
        }
    }
}
