package ai.ongoing.gateway.transfer.backup;

import ai.ongoing.gateway.migration.MigrationExit;
import ai.ongoing.gateway.migration.MigrationObserver;
import ai.ongoing.gateway.storage.Endpoint;
import ai.ongoing.gateway.storage.bulk.BulkSource;
import ai.ongoing.gateway.storage.bulk.TableShape;
import ai.ongoing.gateway.storage.bulk.write.BulkTarget;
import ai.ongoing.gateway.storage.bulk.write.CopyJob;
import ai.ongoing.gateway.storage.bulk.write.CopyJob.State;
import ai.ongoing.gateway.storage.schema.MigrationFolder;
import ai.ongoing.gateway.storage.schema.SchemaAdmin;
import ai.ongoing.gateway.transfer.archive.ArchiveHead;
import ai.ongoing.gateway.transfer.archive.ArchiveReader;
import ai.ongoing.gateway.transfer.archive.TableTotal;
import ai.ongoing.gateway.transfer.proof.TableHash;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * Makes a store of a backup in an empty database of either kind. The whole file is read and compared with its manifest
 * before anything is written, and every table of the new store afterwards. Killed on the way it may be run again: rows that
 * are there are passed over.
 */
public final class Restore {

    private final RestoreRequest request;
    private final BackupListener listener;
    private final Clock clock;

    public Restore(RestoreRequest request, BackupListener listener, Clock clock) {
        this.request = request;
        this.listener = listener;
        this.clock = clock;
    }

    /**
     * Restores and proves.
     *
     * @return what the backup holds, and the store now too
     * @throws BackupException when the file is damaged or newer, the target holds something, or what arrived differs
     * @throws ai.ongoing.gateway.migration.MigrationException when the target's tables cannot be made
     */
    public ArchiveReport run() throws IOException {
        ArchiveReport backup = ArchiveReport.of(request.file());
        if (!backup.whole()) {
            throw new BackupException(
                    MigrationExit.DAMAGED,
                    request.file() + " is damaged, and nothing was written: " + backup.sentences());
        }
        SchemaAdmin schema = request.target().schema(MigrationObserver.SILENT);
        makeTables(schema, backup.head());
        List<TableShape> shapes = shapes(backup.head());
        fill(backup, shapes);
        schema.up();
        return backup;
    }

    /** A backup of the same backend gets the tables it was taken from; newer files are applied to its rows afterwards. */
    private void makeTables(SchemaAdmin schema, ArchiveHead head) {
        int newest = MigrationFolder.of(head.driver() + "/")
                .map(MigrationFolder::newest)
                .orElse(0);
        if (head.schema().version() > newest) {
            throw new BackupException(
                    MigrationExit.NEWER,
                    "the backup has schema version " + head.schema().version() + ", written by version "
                            + head.application() + "; this program knows versions up to " + newest
                            + ". Restore it with that version or a later one");
        }
        boolean sameKind =
                head.driver().equals(request.target().settings().driver().label());
        schema.upTo(
                sameKind
                        ? head.schema().version()
                        : schema.files().files().getLast().number());
    }

    private List<TableShape> shapes(ArchiveHead head) {
        Endpoint target = request.target();
        try (BulkSource there = target.source()) {
            if (!there.schema().fingerprint().equals(head.schema().fingerprint())) {
                throw new BackupException(
                        MigrationExit.REFUSED,
                        target.location() + " has other tables than the backup (schema version "
                                + there.schema().version() + ", the backup's is "
                                + head.schema().version()
                                + "). Name a database that does not exist yet or is empty; a backup of an older schema is"
                                + " restored into its own kind of database, which a copy then moves");
            }
            return there.tables();
        }
    }

    private void fill(ArchiveReport backup, List<TableShape> shapes) throws IOException {
        try (BulkTarget target = request.target().target()) {
            RestoredRows.Destination destination = destination(target, backup.head(), shapes);
            try (ArchiveReader reader = ArchiveReader.open(request.file())) {
                reader.read(new RestoredRows(destination, shapes, listener));
            }
            target.advanceCounters(shapes);
            target.gatherStatistics(shapes);
            prove(backup.found());
            CopyJob done = job(destination.job().id(), backup.head(), State.VERIFIED);
            target.book().finish(done, micros(), "restored " + done.source(), "{}");
        }
    }

    /** Only an interrupted restore of this very backup may have left rows. */
    private RestoredRows.Destination destination(BulkTarget target, ArchiveHead head, List<TableShape> shapes) {
        Optional<CopyJob> earlier =
                target.book().last().filter(job -> job.source().equals(source(head)) && job.state() == State.RUNNING);
        if (earlier.isPresent()) {
            return new RestoredRows.Destination(target, earlier.get(), true);
        }
        refuseFilled(target, shapes);
        target.clear(shapes); // the default tenant that a migration put there; the backup brings its own
        CopyJob job = job(UUID.randomUUID().toString(), head, State.RUNNING);
        target.book().begin(job);
        return new RestoredRows.Destination(target, job, false);
    }

    private CopyJob job(String id, ArchiveHead head, State state) {
        return new CopyJob(
                id, source(head), request.target().location(), head.schema().version(), "restore", state, micros(), "");
    }

    private static String source(ArchiveHead head) {
        return "backup of " + head.location() + ", taken " + head.taken();
    }

    private long micros() {
        return ChronoUnit.MICROS.between(Instant.EPOCH, clock.instant());
    }

    private void refuseFilled(BulkTarget target, List<TableShape> shapes) {
        String filled = shapes.stream()
                .filter(table -> target.countBroughtIn(table) > 0)
                .map(table -> table.name() + ": " + target.count(table))
                .collect(Collectors.joining(", "));
        if (!filled.isEmpty()) {
            throw new BackupException(
                    MigrationExit.REFUSED,
                    request.target().location() + " is not empty (" + filled + ") and is left as it is; name a database"
                            + " that does not exist yet or is empty");
        }
    }

    private void prove(List<TableTotal> expected) throws IOException {
        List<String> differing = new ArrayList<>();
        try (BulkSource there = request.target().source()) {
            for (TableShape table : there.tables()) {
                TableHash found = TableWalk.of(there, table, BackupListener.SILENT, batch -> {});
                if (!expected.contains(new TableTotal(table.name(), found))) {
                    differing.add(table.name() + " now holds " + found);
                }
            }
        }
        if (!differing.isEmpty()) {
            throw new BackupException(
                    MigrationExit.MISMATCH,
                    "what was restored into " + request.target().location() + " is not what was backed up: "
                            + String.join("; ", differing) + ". Does anything else write there?");
        }
    }
}
