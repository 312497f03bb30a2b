package ai.ongoing.gateway.storage;

import ai.ongoing.gateway.storage.bulk.BulkException;
import ai.ongoing.gateway.storage.bulk.BulkException.Reason;
import ai.ongoing.gateway.storage.bulk.BulkSource;
import ai.ongoing.gateway.storage.bulk.TableShape;
import ai.ongoing.gateway.storage.bulk.read.ExpectedShapes;
import ai.ongoing.gateway.storage.bulk.read.PostgresSource;
import ai.ongoing.gateway.storage.bulk.read.SqliteSource;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;

/** Lets commands at the whole tables of a store, without opening the store itself. */
public final class BulkAccess {

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

    /** The tables a server has after every migration; empty for a file, which takes whatever it is given. */
    public static List<TableShape> expected(StorageSettings settings) {
        return switch (settings) {
            case StorageSettings.Sqlite ignored -> List.of();
            case StorageSettings.Postgres ignored -> ExpectedShapes.ofServer();
        };
    }
}
