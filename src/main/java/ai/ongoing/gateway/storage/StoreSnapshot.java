package ai.ongoing.gateway.storage;

import ai.ongoing.gateway.storage.bulk.BulkException;
import ai.ongoing.gateway.storage.bulk.BulkException.Reason;
import ai.ongoing.gateway.storage.bulk.BulkSource;
import ai.ongoing.gateway.storage.bulk.read.SqliteSource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Set;
import org.sqlite.SQLiteConfig;

/**
 * One moment of a store that is being written, to read whole. A server keeps that moment for the reader's transaction. A
 * SQLite file is copied by the engine itself first (VACUUM INTO): reading it in place would keep its write-ahead log from
 * being emptied for as long as the reader takes.
 */
public final class StoreSnapshot {

    /** How long the copy waits for somebody who holds the file's lock. */
    private static final int BUSY_MILLIS = 10_000;

    private StoreSnapshot() {}

    /**
     * Opens the snapshot.
     *
     * @param scratch an empty private file, for the copy where one is needed; its owner deletes it
     * @throws BulkException with the cause and the way out
     */
    public static BulkSource of(StorageSettings settings, Path scratch) {
        return switch (settings) {
            case StorageSettings.Sqlite sqlite -> {
                copy(sqlite.file(), scratch);
                yield SqliteSource.open(scratch, Set.of());
            }
            case StorageSettings.Postgres server -> BulkAccess.source(server, Set.of());
        };
    }

    private static void copy(Path file, Path scratch) {
        if (!Files.isRegularFile(file)) {
            throw new BulkException(
                    Reason.UNREACHABLE,
                    "there is no file " + file + "; name the one that storage.path names, with --db or --config");
        }
        SQLiteConfig patient = new SQLiteConfig();
        patient.setBusyTimeout(BUSY_MILLIS);
        try (Connection connection = patient.createConnection("jdbc:sqlite:" + file);
                PreparedStatement vacuum = connection.prepareStatement("VACUUM INTO ?")) {
            vacuum.setString(1, scratch.toString());
            vacuum.execute();
        } catch (SQLException e) {
            removeJournal(scratch);
            throw new BulkException(
                    Reason.FAILED,
                    "no snapshot of " + file + " could be made beside the backup: " + e.getMessage()
                            + ". Nothing was changed; the snapshot takes as much room as the database",
                    e);
        }
    }

    /** The engine leaves it where the disk was full. */
    private static void removeJournal(Path scratch) {
        try {
            Files.deleteIfExists(scratch.resolveSibling(scratch.getFileName() + "-journal"));
        } catch (IOException e) {
            throw new UncheckedIOException("the journal of an unfinished snapshot stays beside it", e);
        }
    }
}
