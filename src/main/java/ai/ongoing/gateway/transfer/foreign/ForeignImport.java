package ai.ongoing.gateway.transfer.foreign;

import ai.ongoing.gateway.migration.MigrationExit;
import ai.ongoing.gateway.migration.MigrationObserver;
import ai.ongoing.gateway.migration.plan.SchemaCheck;
import ai.ongoing.gateway.storage.BulkAccess;
import ai.ongoing.gateway.storage.Endpoint;
import ai.ongoing.gateway.storage.GatewayDatabase;
import ai.ongoing.gateway.storage.bulk.BulkSource;
import ai.ongoing.gateway.storage.bulk.Manifest;
import ai.ongoing.gateway.storage.bulk.SchemaStamp;
import ai.ongoing.gateway.storage.bulk.TableShape;
import ai.ongoing.gateway.storage.bulk.read.ForeignTables;
import ai.ongoing.gateway.storage.bulk.write.BulkTarget;
import ai.ongoing.gateway.storage.bulk.write.CopyChunk;
import ai.ongoing.gateway.storage.bulk.write.CopyJob;
import ai.ongoing.gateway.storage.bulk.write.CopyJob.State;
import ai.ongoing.gateway.storage.bulk.write.RowsDiffer;
import ai.ongoing.gateway.storage.schema.SchemaAdmin;
import ai.ongoing.gateway.transfer.foreign.ForeignGateway.Sums;
import ai.ongoing.gateway.transfer.proof.TableHash;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.LongConsumer;

/**
 * Makes a store of ours from one of another gateway: an empty database gets workspaces and keys, then the calls in batches,
 * and what has arrived is read back and held against what the other database says of itself. All of it is of one moment, so one
 * that was killed is begun anew by the same command.
 */
public final class ForeignImport {

    private static final List<ForeignGateway> KNOWN = List.of(new OceansLlm(), new LlmProxy());

    private final Endpoint from;
    private final Endpoint to;
    private final LongConsumer progress;

    /** @param progress hears how many calls have been sent */
    public ForeignImport(Endpoint from, Endpoint to, LongConsumer progress) {
        this.from = from;
        this.to = to;
        this.progress = progress;
    }

    /**
     * Brings everything over and proves it.
     *
     * @throws ForeignException with the exit code and the way out
     * @throws ai.ongoing.gateway.storage.bulk.BulkException when an end cannot be opened, or a value cannot be read
     */
    public ImportReport run() {
        if (from.isSame(to) || from.leadsToSame(to)) {
            throw new ForeignException(
                    MigrationExit.USAGE, "--from and --to name the same database, " + from.location() + "; name two.");
        }
        Instant began = Instant.now();
        try (ForeignTables tables = BulkAccess.foreign(from)) {
            ForeignGateway gateway = recognised(tables);
            Map<String, Long> left = left(gateway, tables);
            Sums expected = gateway.expected(tables);
            bringToShape();
            Draft draft = new Draft(gateway, tables, expected, left, began);
            if (to.isServer()) {
                // One lock from the first row to the last; a file's is the store's own while calls are stored.
                try (BulkTarget target = to.target()) {
                    Begun begun = begin(draft, target);
                    return finish(draft, target, begun, store(draft));
                }
            }
            Begun begun;
            try (BulkTarget target = to.target()) {
                begun = begin(draft, target);
            }
            Sums sent = store(draft);
            try (BulkTarget target = to.target()) {
                return finish(draft, target, begun, sent);
            }
        }
    }

    /** What is known before anything is written. */
    private record Draft(
            ForeignGateway gateway, ForeignTables tables, Sums expected, Map<String, Long> left, Instant began) {}

    /** What stands in the target before calls do. */
    private record Begun(CopyJob job, SchemaStamp schema, List<TableShape> shapes, TableHash keys) {}

    /** A new database gets the schema; one that is in use already, by whichever program, is nobody's to change by the way. */
    private void bringToShape() {
        SchemaAdmin schema = to.schema(MigrationObserver.SILENT);
        if (schema.status().version() <= 0) {
            Set<String> others = new TreeSet<>(BulkAccess.tables(to));
            others.removeAll(Manifest.STAYING);
            if (!others.isEmpty()) {
                throw new ForeignException(
                        MigrationExit.REFUSED,
                        to.location() + " is not empty (" + String.join(", ", others) + ") and is left as it is. Name a"
                                + " database that does not exist yet or is empty.");
            }
            schema.up();
            return;
        }
        SchemaCheck check = schema.check();
        if (check.exit() != MigrationExit.OK) {
            throw new ForeignException(check.exit(), to + ": " + String.join(" ", check.findings()));
        }
    }

    private ForeignGateway recognised(ForeignTables tables) {
        return KNOWN.stream()
                .filter(gateway -> tables.names().containsAll(gateway.marks()))
                .findFirst()
                .orElseThrow(() -> new ForeignException(
                        MigrationExit.USAGE,
                        from.location() + " is no database of a gateway that is known: "
                                + String.join(
                                        ", ",
                                        KNOWN.stream()
                                                .map(known -> known.name() + " has the tables "
                                                        + String.join(", ", new TreeSet<>(known.marks())))
                                                .toList())
                                + ". A store of this program is moved by \"ongoingai db copy\"."));
    }

    /** Everything but the calls. The line in the books keeps gateways away until the import has ended well. */
    private Begun begin(Draft draft, BulkTarget target) {
        List<TableShape> shapes;
        SchemaStamp stamp;
        try (BulkSource there = to.source()) {
            shapes = there.tables();
            stamp = there.schema();
        }
        String source = draft.gateway().name() + " at " + from.location();
        refuseFilled(target, shapes, source);
        // What an import that did not end brought is of another moment; and the default tenant is written below.
        target.clear(shapes);
        CopyJob job = new CopyJob(
                UUID.randomUUID().toString(),
                source,
                to.location(),
                stamp.version(),
                "import",
                State.RUNNING,
                micros(Instant.now()),
                "");
        target.book().begin(job);
        try {
            TableHash keys = new TenantRows(target, job, shapes).write(draft.gateway(), draft.tables());
            return new Begun(job, stamp, shapes, keys);
        } catch (RowsDiffer e) {
            // Two keys of one hash; a server leaves one of them out, and the proof misses it.
            throw new ForeignException(
                    MigrationExit.MISMATCH,
                    from.location() + " has two things that would be one here: " + e.getMessage());
        }
    }

    /** Only this very import, not ended, may have left rows; calls of a gateway that serves there already are not its own. */
    private void refuseFilled(BulkTarget target, List<TableShape> shapes, String source) {
        Optional<CopyJob> last = target.book().last();
        if (last.filter(job -> job.source().equals(source) && job.state() != State.VERIFIED)
                .isPresent()) {
            refuseStrangers(target, shapes, last.get());
            return;
        }
        for (TableShape shape : shapes) {
            long rows = target.count(shape);
            if (target.countBroughtIn(shape) > 0) {
                throw new ForeignException(
                        MigrationExit.REFUSED,
                        to.location() + " is not empty (" + shape.name() + ": " + rows + ") and is left as it is. "
                                + last.filter(job -> job.source().equals(source))
                                        .map(job -> "This import has ended well before; its report: ongoingai db report"
                                                + " --of the same database.")
                                        .orElse("Name a database that does not exist yet or is empty."));
            }
        }
    }

    /** Whoever made them uses the database already, also where nothing looks into the books before. */
    private void refuseStrangers(BulkTarget target, List<TableShape> shapes, CopyJob job) {
        Map<String, Long> others = new TreeMap<>(Map.of("traces", Arrived.notImported(to)));
        for (TableShape shape : shapes) {
            long brought = target.book().chunks(job, shape.name()).stream()
                    .mapToLong(CopyChunk::rows)
                    .sum();
            if (!shape.name().equals("traces")) {
                others.put(shape.name(), target.count(shape) - Math.max(brought, mayHoldTheDefault(shape) ? 1 : 0));
            }
        }
        others.values().removeIf(rows -> rows <= 0);
        if (!others.isEmpty()) {
            throw new ForeignException(
                    MigrationExit.REFUSED,
                    to.location() + " holds rows that this import did not bring (" + others
                            + "): somebody uses it already."
                            + " Nothing was removed; stop that gateway, and name another database.");
        }
    }

    private static boolean mayHoldTheDefault(TableShape shape) {
        return shape.name().equals("organizations") || shape.name().equals("workspaces");
    }

    private Sums store(Draft draft) {
        try (GatewayDatabase store = new GatewayDatabase()) {
            store.open(to.settings());
            CallBatches batches = new CallBatches(store.traceSink(), progress);
            draft.gateway().calls(draft.tables(), batches);
            return batches.end();
        }
    }

    private ImportReport finish(Draft draft, BulkTarget target, Begun begun, Sums sent) {
        target.gatherStatistics(begun.shapes());
        if (!draft.tables().isOneSnapshot()) {
            throw new ForeignException(
                    MigrationExit.FAILED,
                    from.location() + " was written while it was read. Stop the gateway that writes it, or copy the"
                            + " file and import the copy; then run this again.");
        }
        Arrived arrived = Arrived.at(to);
        boolean well = draft.expected().equals(sent)
                && draft.expected().equals(arrived.calls())
                && begun.keys().equals(arrived.keys());
        CopyJob ended = begun.job().in(well ? State.VERIFIED : State.DIFFERENT, "");
        ImportReport.Proof proof = new ImportReport.Proof(
                draft.expected(),
                arrived.calls(),
                begun.keys().rows(),
                arrived.keys().rows());
        ImportReport report =
                new ImportReport(ended, draft.gateway().name(), begun.schema(), proof, draft.left(), draft.began());
        target.book().finish(ended, micros(Instant.now()), report.text(), report.json());
        return report;
    }

    /** Counted before anything is written: a table that may not be read is heard of while nothing is lost. */
    private static Map<String, Long> left(ForeignGateway gateway, ForeignTables tables) {
        Map<String, Long> left = new TreeMap<>();
        for (String table : tables.names()) {
            long rows = gateway.tables().contains(table) ? 0 : tables.count(table);
            if (rows > 0) {
                left.put(table, rows);
            }
        }
        return left;
    }

    private static long micros(Instant instant) {
        return ChronoUnit.MICROS.between(Instant.EPOCH, instant);
    }
}
