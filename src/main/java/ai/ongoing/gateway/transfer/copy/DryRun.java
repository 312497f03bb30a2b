package ai.ongoing.gateway.transfer.copy;

import ai.ongoing.gateway.migration.MigrationExit;
import ai.ongoing.gateway.migration.MigrationObserver;
import ai.ongoing.gateway.storage.bulk.BulkException;
import ai.ongoing.gateway.storage.bulk.BulkSource;
import ai.ongoing.gateway.transfer.forecast.Forecast;
import ai.ongoing.gateway.transfer.forecast.Forecasting;

/** What a copy would do. Opens both ends so that they cannot be written, makes nothing, and reads the whole source. */
public final class DryRun {

    private final CopyRequest request;
    private final CopyObserver observer;

    public DryRun(CopyRequest request, CopyObserver observer) {
        this.request = request;
        this.observer = observer;
    }

    /**
     * Looks.
     *
     * @throws CopyException when an end is not there or the source is not fit to be copied
     */
    public Forecast run(int fromAttempts, int toAttempts) {
        Attempts attempts = new Attempts(observer, request.cancelled());
        DatabaseCopy.refuseOneDatabase(request.from(), request.to());
        attempts.reach(request.from(), fromAttempts);
        observer.connected(request.from());
        attempts.reach(request.to(), toAttempts);
        observer.connected(request.to());
        DatabaseCopy.refuseOneStore(request.from(), request.to());
        DatabaseCopy.refuseUnready(
                request.from(), request.from().schema(MigrationObserver.SILENT).check());
        try (BulkSource source =
                request.part().of(request.from().source(request.part().excluded()))) {
            return Forecasting.of(source, request.to(), request.part().excluded(), this::stopIfCancelled);
        } catch (BulkException e) {
            throw new CopyException(DatabaseCopy.exit(e), String.valueOf(e.getMessage()), e);
        }
    }

    private void stopIfCancelled() {
        if (request.cancelled().getAsBoolean()) {
            throw new CopyException(MigrationExit.INTERRUPTED, "stopped; nothing was written");
        }
    }
}
