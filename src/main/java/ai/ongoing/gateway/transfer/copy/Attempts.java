package ai.ongoing.gateway.transfer.copy;

import ai.ongoing.gateway.migration.MigrationExit;
import ai.ongoing.gateway.storage.Endpoint;
import ai.ongoing.gateway.storage.Endpoint.Absence;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/**
 * Reaches an end that may just be starting: tries again after 100 ms, twice as long each time, 5 s at most. What will not
 * pass by itself, a wrong password or a missing file, is not tried twice.
 */
public final class Attempts {

    private static final Duration LONGEST = Duration.ofSeconds(5);

    private final CopyObserver observer;
    private final BooleanSupplier cancelled;

    /** Tells the observer of each pause, and asks {@code cancelled} after it. */
    public Attempts(CopyObserver observer, BooleanSupplier cancelled) {
        this.observer = observer;
        this.cancelled = cancelled;
    }

    /**
     * Waits until an end is there.
     *
     * @throws CopyException when it is not there after so many attempts
     */
    public void reach(Endpoint end, int attempts) {
        Duration pause = Duration.ofMillis(100);
        for (int attempt = 1; ; attempt++) {
            Optional<Absence> absence = end.absence();
            if (absence.isEmpty()) {
                return;
            }
            if (!absence.get().passing() || attempt >= attempts) {
                throw new CopyException(
                        MigrationExit.UNREACHABLE,
                        absence.get().sentence() + (absence.get().passing() ? " Tried " + attempt + " times." : ""));
            }
            observer.waiting(absence.get().sentence(), pause.toMillis());
            LockSupport.parkNanos(pause.toNanos());
            if (cancelled.getAsBoolean()) {
                throw new CopyException(MigrationExit.INTERRUPTED, "stopped before anything was copied");
            }
            pause = pause.multipliedBy(2).compareTo(LONGEST) < 0 ? pause.multipliedBy(2) : LONGEST;
        }
    }
}
