package ai.ongoing.gateway.transfer.copy;

import ai.ongoing.gateway.migration.MigrationExit;
import ai.ongoing.gateway.migration.MigrationObserver;
import ai.ongoing.gateway.migration.plan.SchemaCheck;
import ai.ongoing.gateway.storage.bulk.BulkException;
import ai.ongoing.gateway.storage.bulk.BulkSource;
import ai.ongoing.gateway.storage.bulk.TableShape;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What a copy would do. Opens both ends so that they cannot be written, and makes nothing. */
public final class DryRun {

    private final CopyRequest request;
    private final CopyObserver observer;

    public DryRun(CopyRequest request, CopyObserver observer) {
        this.request = request;
        this.observer = observer;
    }

    /**
     * What would move.
     *
     * @param rows by table, those referred to first
     * @param lacking what has to be done at the target before
     */
    public record Outlook(Map<String, Long> rows, List<String> lacking) {

        public Outlook {
            rows = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(rows));
            lacking = List.copyOf(lacking);
        }

        public long total() {
            return rows.values().stream().mapToLong(Long::longValue).sum();
        }
    }

    /**
     * Looks.
     *
     * @throws CopyException when an end is not there or the source is not fit to be copied
     */
    public Outlook run(int fromAttempts, int toAttempts) {
        Attempts attempts = new Attempts(observer, request.cancelled());
        DatabaseCopy.refuseOneDatabase(request.from(), request.to());
        attempts.reach(request.from(), fromAttempts);
        observer.connected(request.from());
        attempts.reach(request.to(), toAttempts);
        observer.connected(request.to());
        DatabaseCopy.refuseUnready(
                request.from(), request.from().schema(MigrationObserver.SILENT).check());
        try (BulkSource source = request.from().source()) {
            Map<String, Long> rows = new LinkedHashMap<>();
            for (TableShape table : source.tables()) {
                rows.put(table.name(), source.count(table));
            }
            return new Outlook(rows, lacking());
        } catch (BulkException e) {
            throw new CopyException(DatabaseCopy.exit(e), String.valueOf(e.getMessage()), e);
        }
    }

    private List<String> lacking() {
        SchemaCheck check = request.to().schema(MigrationObserver.SILENT).check();
        List<String> lacking = new ArrayList<>(check.findings());
        if (check.exit() == MigrationExit.OK) {
            observer.schemaReady(request.to(), List.of());
        } else if (check.exit() == MigrationExit.PENDING && request.migrateTarget()) {
            lacking.add("The copy would apply them first.");
        }
        return lacking;
    }
}
