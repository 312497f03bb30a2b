package ai.ongoing.gateway.startup;

import ai.ongoing.gateway.journal.JournalTotals;
import java.time.Duration;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Gives back what the heap grew by, once calls have ceased. The collector looks at what lasting calls left behind only when
 * the heap is full, and without calls it never is.
 */
public final class HeapAtRest implements Runnable {

    /** Nobody waits for the collection when no call came for so long. */
    private static final Duration BETWEEN_LOOKS = Duration.ofMinutes(1);

    private final Supplier<JournalTotals> calls;
    private final LongSupplier size;
    private final Runnable collection;
    private long accepted;
    private long kept;

    /** The heap of this process, which counts as small as it is now. */
    public HeapAtRest(Supplier<JournalTotals> calls) {
        this(calls, Runtime.getRuntime()::totalMemory, System::gc);
    }

    HeapAtRest(Supplier<JournalTotals> calls, LongSupplier size, Runnable collection) {
        this.calls = calls;
        this.size = size;
        this.collection = collection;
        this.accepted = calls.get().accepted();
        this.kept = size.getAsLong();
    }

    /** Looks once a minute until it is interrupted. */
    @Override
    public void run() {
        try {
            while (true) {
                Thread.sleep(BETWEEN_LOOKS);
                look();
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    /** Collects when no call came since the last look, none is under way or waits to be stored, and the heap has grown. */
    void look() {
        JournalTotals now = calls.get();
        boolean quiet = now.accepted() == accepted && now.inFlight() == 0 && now.waiting() == 0;
        accepted = now.accepted();
        if (quiet && size.getAsLong() > kept) {
            collection.run();
            // What lives may be more than before; only further growth is worth another collection.
            kept = size.getAsLong();
        }
    }
}
