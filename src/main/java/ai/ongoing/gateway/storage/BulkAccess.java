package ai.ongoing.gateway.storage;

import ai.ongoing.gateway.storage.bulk.BulkException;
import ai.ongoing.gateway.storage.bulk.BulkException.Reason;
import ai.ongoing.gateway.storage.bulk.BulkSource;
import ai.ongoing.gateway.storage.bulk.TableShape;
import ai.ongoing.gateway.storage.bulk.TimeLimits;
import ai.ongoing.gateway.storage.bulk.read.ExpectedShapes;
import ai.ongoing.gateway.storage.bulk.read.ForeignTables;
import ai.ongoing.gateway.storage.bulk.read.PostgresSource;
import ai.ongoing.gateway.storage.bulk.read.SqliteSource;
import ai.ongoing.gateway.storage.schema.FileLook;
import ai.ongoing.gateway.storage.schema.SqliteTrouble;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;

/** Lets commands at the whole tables of a store, without opening the store itself. */
public final class BulkAccess {

    private static final List<String> PATIENT_READER = List.of(
            "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY",
            TimeLimits.LIFTED_FOR_THE_TRANSACTION,
            "SET LOCAL TimeZone = 'UTC'");

    private BulkAccess() {}

    /**
     * Opens a store to read from, on one snapshot.
     *
     * @param excluded tables to leave out, by name
     * @throws BulkException with the cause and the way out
     */
    public static BulkSource source(StorageSettings settings, Set<String> excluded) {
        return switch (settings) {
            case StorageSettings.Sqlite sqlite -> SqliteSource.open(sqlite.file(), excluded);
            case StorageSettings.Postgres postgres -> {
                PostgresTarget target = postgres.migrationTarget();
                try {
                    yield PostgresSource.open(PostgresEntrance.connect(target), target.location(), excluded);
                } catch (SQLException e) {
                    throw new BulkException(
                            Reason.UNREACHABLE, PostgresRefusal.of(target, e).sentence(), e);
                }
            }
        };
    }

    /**
     * Opens another program's database to read from, on one snapshot, so that nothing can be written.
     *
     * @throws BulkException with the cause and the way out
     */
    public static ForeignTables foreign(Endpoint end) {
        return switch (end.settings()) {
            case StorageSettings.Sqlite sqlite -> {
                Path file = sqlite.file();
                if (!Files.isRegularFile(file)) {
                    throw new BulkException(Reason.UNREACHABLE, end.flag() + ": there is no file " + file + ".");
                }
                try {
                    FileLook before = FileLook.at(file);
                    yield ForeignTables.open(
                            end.location(),
                            before.open(),
                            List.of("PRAGMA query_only = ON"),
                            () -> before.log() || before.equals(FileLook.at(file)));
                } catch (SQLException e) {
                    throw new BulkException(Reason.UNREACHABLE, SqliteTrouble.sentence(file, e) + ".", e);
                }
            }
            case StorageSettings.Postgres postgres -> {
                PostgresTarget target = postgres.migrationTarget();
                try {
                    yield ForeignTables.open(end.location(), patient(target), PATIENT_READER, () -> true);
                } catch (SQLException e) {
                    throw new BulkException(
                            Reason.UNREACHABLE, PostgresRefusal.of(target, e).sentence() + ".", e);
                }
            }
        };
    }

    private static Connection patient(PostgresTarget target) throws SQLException {
        Connection connection = PostgresEntrance.connect(target);
        try {
            connection.setNetworkTimeout(Runnable::run, 0);
            return connection;
        } catch (SQLException e) {
            connection.close();
            throw e;
        }
    }

    /**
     * What tables stand there, whoever made them; none in a file that does not exist yet.
     *
     * @throws BulkException with the cause and the way out
     */
    public static Set<String> tables(Endpoint end) {
        if (end.settings() instanceof StorageSettings.Sqlite sqlite && !Files.exists(sqlite.file())) {
            return Set.of();
        }
        try (ForeignTables there = foreign(end)) {
            return there.names();
        }
    }

    /** The tables a server has after every migration; empty for a file, which takes whatever it is given. */
    public static List<TableShape> expected(StorageSettings settings) {
        return switch (settings) {
            case StorageSettings.Sqlite ignored -> List.of();
            case StorageSettings.Postgres ignored -> ExpectedShapes.ofServer();
        };
    }
}
