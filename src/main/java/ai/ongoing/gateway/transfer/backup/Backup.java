package ai.ongoing.gateway.transfer.backup;

import ai.ongoing.gateway.migration.MigrationExit;
import ai.ongoing.gateway.storage.StoreSnapshot;
import ai.ongoing.gateway.storage.bulk.BulkSource;
import ai.ongoing.gateway.storage.bulk.SchemaStamp;
import ai.ongoing.gateway.storage.bulk.TableShape;
import ai.ongoing.gateway.transfer.archive.ArchiveHead;
import ai.ongoing.gateway.transfer.archive.ArchiveWriter;
import ai.ongoing.gateway.transfer.archive.TableTotal;
import ai.ongoing.gateway.transfer.file.PrivateFile;
import ai.ongoing.gateway.transfer.proof.TableHash;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;

/**
 * Takes one backup of one moment of a store that may be serving. The file gets its name after it has been read back and
 * holds what left the store. One thread; memory is that of one batch of rows.
 */
public final class Backup {

    /** The first schema whose tables a restore can fill: the books of copies and the tables of tenants are in it. */
    static final int OLDEST_SCHEMA = 111;

    private final BackupRequest request;
    private final BackupListener listener;
    private final Clock clock;

    public Backup(BackupRequest request, BackupListener listener, Clock clock) {
        this.request = request;
        this.listener = listener;
        this.clock = clock;
    }

    /**
     * Takes it.
     *
     * @return what the file holds, as it was read back
     * @throws BackupException when the store cannot be backed up, or the file is not what was written
     * @throws ai.ongoing.gateway.storage.bulk.BulkException when the store cannot be read
     * @throws ai.ongoing.gateway.transfer.file.FileRefused when the file cannot be written there
     */
    public ArchiveReport take() throws IOException {
        try (PrivateFile file = PrivateFile.beside(request.target(), request.replace())) {
            List<TableTotal> written = write(file.part());
            ArchiveReport read = ArchiveReport.of(file.part());
            if (!read.whole() || !read.found().equals(written)) {
                throw new BackupException(
                        MigrationExit.MISMATCH,
                        "the backup was written and does not read back as it was written: " + read.sentences()
                                + "; the file is deleted. Look at the disk below " + request.target());
            }
            file.publish();
            return read;
        }
    }

    private List<TableTotal> write(Path part) throws IOException {
        try (PrivateFile scratch = PrivateFile.beside(request.target(), true);
                BulkSource source = StoreSnapshot.of(request.store(), scratch.part())) {
            refuseUnlessSound(source);
            return write(part, source);
        }
    }

    private void refuseUnlessSound(BulkSource source) {
        if (source.schema().version() < OLDEST_SCHEMA) {
            throw new BackupException(
                    MigrationExit.PENDING,
                    request.store().location() + " has schema version "
                            + source.schema().version() + ", and a restore needs at least " + OLDEST_SCHEMA
                            + "; run \"ongoingai migrate up\" first, or copy it with the engine's own means");
        }
        List<String> wrong = source.unsoundness();
        if (!wrong.isEmpty()) {
            throw new BackupException(
                    MigrationExit.DAMAGED,
                    request.store().location() + " is damaged, and a backup of it would be: "
                            + String.join("; ", wrong));
        }
    }

    private List<TableTotal> write(Path part, BulkSource source) throws IOException {
        SchemaStamp schema = source.schema();
        ArchiveHead head = new ArchiveHead(
                request.application(),
                request.store().driver().label(),
                request.store().location(),
                schema,
                clock.instant().truncatedTo(ChronoUnit.MILLIS),
                source.tables());
        List<TableTotal> totals = new ArrayList<>();
        try (ArchiveWriter writer = ArchiveWriter.into(part, head)) {
            for (TableShape table : head.tables()) {
                TableHash hash = TableWalk.of(source, table, listener, batch -> writer.rows(table, batch));
                totals.add(new TableTotal(table.name(), hash));
            }
            writer.end(totals);
        }
        return totals;
    }
}
