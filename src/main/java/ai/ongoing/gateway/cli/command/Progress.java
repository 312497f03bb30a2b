package ai.ongoing.gateway.cli.command;

import java.time.Duration;
import java.util.function.LongConsumer;

/** Says on stderr how far a long command is, every few seconds; short ones stay silent. One thread. */
public final class Progress implements LongConsumer {

    private static final Duration EVERY = Duration.ofSeconds(5);

    private final StoreCall call;
    private final String things;
    private final long started = System.nanoTime();
    private long said = started;

    /** @param things what is counted, for people */
    public Progress(StoreCall call, String things) {
        this.call = call;
        this.things = things;
    }

    @Override
    public void accept(long written) {
        long now = System.nanoTime();
        if (now - said >= EVERY.toNanos()) {
            said = now;
            long seconds = Math.max(1, Duration.ofNanos(now - started).toSeconds());
            call.complain(written + " " + things + " so far, " + written / seconds + " a second");
        }
    }
}
