package ai.ongoing.gateway.transfer.copy;

import ai.ongoing.gateway.migration.MigrationExit;
import ai.ongoing.gateway.storage.Endpoint;
import ai.ongoing.gateway.storage.bulk.BulkSource;
import ai.ongoing.gateway.storage.bulk.TableShape;
import ai.ongoing.gateway.transfer.proof.TableHash;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;

/** The target as a reader sees it: its shapes before the copy, and after it the rows that arrived. */
final class Arrival {

    private final Endpoint to;
    private final CopyObserver observer;
    private final BooleanSupplier cancelled;

    Arrival(Endpoint to, CopyObserver observer, BooleanSupplier cancelled) {
        this.to = to;
        this.observer = observer;
        this.cancelled = cancelled;
    }

    /**
     * The target's tables, which are those of the source.
     *
     * @throws CopyException when they are not
     */
    List<TableShape> shapes(BulkSource source) {
        try (BulkSource target = to.source()) {
            DatabaseCopy.refuseApart(source.schema(), target.schema(), source.location(), target.location());
            List<String> here =
                    target.tables().stream().map(TableShape::name).sorted().toList();
            List<String> there =
                    source.tables().stream().map(TableShape::name).sorted().toList();
            if (!here.equals(there)) {
                throw new CopyException(
                        MigrationExit.DRIFT,
                        "the source has the tables " + there + " and the target " + here
                                + "; none may be left behind: \"ongoingai migrate check\" on both ends.");
            }
            return target.tables();
        }
    }

    /** Reads every table back and adds what was found to its report. */
    List<TableReport> proven(List<TableReport> tables) {
        List<TableReport> proven = new ArrayList<>();
        try (BulkSource target = to.source()) {
            for (TableShape shape : target.tables()) {
                TableReport report = tables.stream()
                        .filter(table -> table.name().equals(shape.name()))
                        .findFirst()
                        .orElseThrow();
                observer.verifying(shape.name());
                proven.add(report.arrivedAs(hash(target, shape)));
            }
        }
        return proven;
    }

    private TableHash hash(BulkSource target, TableShape shape) {
        TableHash sum = TableHash.EMPTY;
        try (Reading reading = new Reading(target.rows(shape), shape.columns().size())) {
            for (Reading.Read read = reading.next(); read.rows() != null; read = reading.next()) {
                if (cancelled.getAsBoolean()) {
                    throw new CopyException(MigrationExit.INTERRUPTED, "stopped while what arrived was read back");
                }
                sum = sum.plus(read.hash());
                reading.done(read.rows());
            }
        }
        return sum;
    }
}
