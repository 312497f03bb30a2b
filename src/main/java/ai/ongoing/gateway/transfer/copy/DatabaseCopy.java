package ai.ongoing.gateway.transfer.copy;

import ai.ongoing.gateway.migration.MigrationException;
import ai.ongoing.gateway.migration.MigrationExit;
import ai.ongoing.gateway.migration.MigrationObserver;
import ai.ongoing.gateway.migration.plan.SchemaCheck;
import ai.ongoing.gateway.storage.Endpoint;
import ai.ongoing.gateway.storage.StorageException;
import ai.ongoing.gateway.storage.bulk.BulkException;
import ai.ongoing.gateway.storage.bulk.BulkSource;
import ai.ongoing.gateway.storage.bulk.SchemaStamp;
import ai.ongoing.gateway.storage.bulk.TableShape;
import ai.ongoing.gateway.storage.bulk.write.BulkTarget;
import ai.ongoing.gateway.storage.bulk.write.CopyJob;
import ai.ongoing.gateway.storage.bulk.write.CopyJob.State;
import ai.ongoing.gateway.storage.bulk.write.RowsDiffer;
import ai.ongoing.gateway.transfer.proof.ReadAlong;
import ai.ongoing.gateway.transfer.proof.ReportSeal;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A whole copy: reaches both ends, holds their schemas against each other, copies table by table, reads back what arrived,
 * and writes the report into the target. Running it again goes on, or brings what came later, or finds nothing to do.
 */
public final class DatabaseCopy {

    private final CopyRequest request;
    private final CopyObserver observer;
    private final @Nullable ReportSeal seal;
    private final Endpoint from;
    private final Endpoint to;

    public DatabaseCopy(CopyRequest request, CopyObserver observer) {
        this(request, observer, null);
    }

    /**
     * @param seal signs the report that the target keeps; null for a report without a signature
     */
    public DatabaseCopy(CopyRequest request, CopyObserver observer, @Nullable ReportSeal seal) {
        this.request = request;
        this.observer = observer;
        this.seal = seal;
        this.from = request.from();
        this.to = request.to();
    }

    /**
     * Copies and proves.
     *
     * @param fromAttempts how often each end is tried before it counts as not there
     * @throws CopyException with the exit code and the way out
     * @throws StorageException when a gateway has the target file
     * @throws MigrationException when a schema cannot be looked at or brought to shape
     */
    public CopyReport run(int fromAttempts, int toAttempts) {
        refuseOneDatabase(from, to);
        Attempts attempts = new Attempts(observer, request.cancelled());
        attempts.reach(from, fromAttempts);
        observer.connected(from);
        attempts.reach(to, toAttempts);
        observer.connected(to);
        refuseOneStore(from, to);
        refuseUnready(from, from.schema(MigrationObserver.SILENT).check());
        bringToShape();
        try (BulkSource source = request.part().of(from.source(request.part().excluded()));
                BulkTarget target = to.target()) {
            Admission admission = new Admission(request, observer);
            if (admission.isProven(source, target)) {
                return copied(source, target, admission, SourceCheck.notNeeded());
            }
            if (!admission.isStill(source, target)) {
                refuseUnsound(source.unsoundnessAtAGlance(), "Nothing was copied.");
            }
            try (SourceCheck check = SourceCheck.beside(from, request.part().excluded())) {
                return copied(source, target, admission, check);
            }
        } catch (BulkException e) {
            throw new CopyException(exit(e), String.valueOf(e.getMessage()), e);
        } catch (RowsDiffer e) {
            throw new CopyException(
                    MigrationExit.MISMATCH,
                    e.getMessage()
                            + ". Nothing of that chunk was written, and no row was changed. Compare with \"ongoingai"
                            + " db verify\"; to begin anew, --truncate-target --yes.",
                    e);
        }
    }

    static MigrationExit exit(BulkException e) {
        return switch (e.reason()) {
            case UNREACHABLE -> MigrationExit.UNREACHABLE;
            case CORRUPT -> MigrationExit.DAMAGED;
            case SCHEMA -> MigrationExit.DRIFT;
            case HELD -> MigrationExit.LOCKED;
            case RIGHTS, FAILED -> MigrationExit.FAILED;
        };
    }

    static void refuseOneDatabase(Endpoint from, Endpoint to) {
        if (from.isSame(to)) {
            throw oneDatabase(from);
        }
    }

    /** What only the ends themselves can tell. Before anything is written: a target is emptied on request. */
    static void refuseOneStore(Endpoint from, Endpoint to) {
        try {
            if (from.leadsToSame(to)) {
                throw oneDatabase(from);
            }
        } catch (BulkException e) {
            throw new CopyException(exit(e), String.valueOf(e.getMessage()), e);
        }
    }

    private static CopyException oneDatabase(Endpoint from) {
        return new CopyException(
                MigrationExit.USAGE, "--from and --to name the same database, " + from.location() + "; name two.");
    }

    static void refuseUnready(Endpoint end, SchemaCheck check) {
        if (check.exit() != MigrationExit.OK) {
            throw new CopyException(check.exit(), end + ": " + String.join(" ", check.findings()));
        }
    }

    /** Rows of a damaged file would be a damaged store on a server. */
    private void refuseUnsound(List<String> findings, String copied) {
        if (!findings.isEmpty()) {
            String more = findings.size() > 1 ? " (and " + (findings.size() - 1) + " more)" : "";
            throw new CopyException(
                    MigrationExit.DAMAGED,
                    from.location() + " is not sound: " + findings.getFirst() + more + ". " + copied
                            + " Mend it, or restore it from a backup; a dry run lists everything.");
        }
    }

    private void bringToShape() {
        SchemaCheck check = to.schema(MigrationObserver.SILENT).check();
        if (check.exit() != MigrationExit.PENDING || !request.migrateTarget()) {
            if (check.exit() == MigrationExit.PENDING) {
                throw new CopyException(
                        MigrationExit.PENDING,
                        to + " has not the schema of this program yet: " + String.join(" ", check.findings())
                                + " Or let the copy do it: --migrate-target.");
            }
            refuseUnready(to, check);
            observer.schemaReady(to, List.of());
            return;
        }
        List<String> applied = to.schema(MigrationObserver.SILENT).up().applied();
        refuseUnready(to, to.schema(MigrationObserver.SILENT).check());
        observer.schemaReady(to, applied);
    }

    private CopyReport copied(BulkSource source, BulkTarget target, Admission admission, SourceCheck check) {
        Arrival arrival = new Arrival(request, observer);
        try (ReadAlong along = arrival.along()) {
            return copied(new TableCopy.Ends(source, target, along), admission, check, arrival);
        }
    }

    private CopyReport copied(TableCopy.Ends ends, Admission admission, SourceCheck check, Arrival arrival) {
        BulkSource source = ends.source();
        BulkTarget target = ends.target();
        List<TableShape> shapes = arrival.shapes(source);
        CopyJob job = admission.job(source, target, shapes);
        Instant began = Instant.now();
        List<TableReport> tables = new ArrayList<>();
        List<Long> found = source.tables().stream().map(source::count).toList();
        observer.found(found.stream().mapToLong(Long::longValue).sum());
        int place = 0;
        int all = source.tables().size();
        for (TableShape table : source.tables()) {
            observer.table(place + 1, all, table.name(), found.get(place));
            place++;
            TableCopy.Pair pair = new TableCopy.Pair(table, named(shapes, table.name()));
            TableReport report = new TableCopy(ends, pair, job, request, observer).run();
            observer.tableDone(place, all, report);
            tables.add(report);
        }
        List<String> counters = target.advanceCounters(shapes);
        target.gatherStatistics(changed(shapes, tables));
        List<TableReport> proven = arrival.proven(tables, target, ends.along());
        refuseUnsound(
                check.findings(request.cancelled()),
                "What was copied is not proven, and a gateway does not start on it.");
        boolean arrived = proven.stream().allMatch(TableReport::arrived);
        CopyJob ended = job.in(arrived ? State.VERIFIED : State.DIFFERENT, source.stillness());
        CopyReport report = new CopyReport(ended, source.schema(), proven, counters, began, Instant.now());
        String json = report.json();
        target.book()
                .finish(
                        report.job(),
                        micros(Instant.now()),
                        report.text(),
                        json,
                        seal == null ? null : seal.sign(json));
        return report;
    }

    private static List<TableShape> changed(List<TableShape> shapes, List<TableReport> tables) {
        return tables.stream()
                .filter(table -> table.written() > 0)
                .map(table -> named(shapes, table.name()))
                .toList();
    }

    private static TableShape named(List<TableShape> shapes, String name) {
        return shapes.stream()
                .filter(shape -> shape.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    static long micros(Instant instant) {
        return ChronoUnit.MICROS.between(Instant.EPOCH, instant);
    }

    /**
     * Both must have the same tables, or rows would be left behind or have no place. That each has every file of this
     * program was seen before; the number of the last one says nothing, because some files are for one backend only.
     */
    static void refuseApart(SchemaStamp left, SchemaStamp right, String from, String to) {
        if (!left.fingerprint().equals(right.fingerprint())) {
            throw new CopyException(
                    MigrationExit.DRIFT,
                    from + " and " + to + " have not the same tables (fingerprints "
                            + left.fingerprint() + " and " + right.fingerprint()
                            + "); \"ongoingai migrate check\" names the difference.");
        }
    }
}
