package ai.ongoing.gateway.transfer.copy;

import ai.ongoing.gateway.migration.MigrationExit;
import ai.ongoing.gateway.storage.bulk.BulkSource;
import ai.ongoing.gateway.storage.bulk.TableShape;
import ai.ongoing.gateway.storage.bulk.write.BulkTarget;
import ai.ongoing.gateway.transfer.proof.ReadAlong;
import ai.ongoing.gateway.transfer.proof.Reading;
import ai.ongoing.gateway.transfer.proof.RowHash;
import ai.ongoing.gateway.transfer.proof.TableHash;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The target as a reader sees it: its shapes before the copy, and after it the rows that arrived. */
final class Arrival {

    private final CopyRequest request;
    private final CopyObserver observer;

    Arrival(CopyRequest request, CopyObserver observer) {
        this.request = request;
        this.observer = observer;
    }

    private BulkSource target() {
        return request.to().source(request.part().excluded());
    }

    /**
     * The target's tables, all of them: those that are to be copied stand in the source as well.
     *
     * @throws CopyException when they are not
     */
    List<TableShape> shapes(BulkSource source) {
        try (BulkSource target = target()) {
            DatabaseCopy.refuseApart(source.schema(), target.schema(), source.location(), target.location());
            List<String> here = request.part().of(target.tables()).stream()
                    .map(TableShape::name)
                    .sorted()
                    .toList();
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

    /** Begins to read back what is committed while the copy goes on. */
    ReadAlong along() {
        return request.to().isServer() ? ReadAlong.none() : new ReadAlong(this::target);
    }

    /**
     * Adds to each report what stands in its table. What was read along the way holds where nobody else wrote and no row
     * stands where that did not look; a table of which that cannot be said is read back whole.
     */
    List<TableReport> proven(List<TableReport> tables, BulkTarget written, ReadAlong along) {
        List<TableReport> proven = new ArrayList<>();
        try (BulkSource target = target()) {
            boolean alone = !written.othersWrote();
            for (TableShape shape : request.part().of(target.tables())) {
                TableReport report = tables.stream()
                        .filter(table -> table.name().equals(shape.name()))
                        .findFirst()
                        .orElseThrow();
                observer.verifying(shape.name());
                Optional<TableHash> read = along.found(shape)
                        .filter(found -> alone && found.equals(report.expected()))
                        .filter(found -> found.rows() == target.count(shape));
                proven.add(report.arrivedAs(read.isPresent() ? read.get() : hash(target, shape)));
            }
        }
        return proven;
    }

    private TableHash hash(BulkSource target, TableShape shape) {
        TableHash sum = TableHash.EMPTY;
        RowHash hash = new RowHash();
        try (Reading reading = Reading.plain(target.rows(shape), shape.columns().size())) {
            for (Reading.Read read = reading.next(); read.rows() != null; read = reading.next()) {
                if (request.cancelled().getAsBoolean()) {
                    throw new CopyException(MigrationExit.INTERRUPTED, "stopped while what arrived was read back");
                }
                sum = sum.plus(hash.of(read.rows()));
                reading.done(read.rows());
            }
        }
        return sum;
    }
}
