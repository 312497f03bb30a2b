package ai.ongoing.gateway.journal.books;

import java.time.Duration;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Why the journal takes nothing just now, for health and for the log: a line when it begins, one when it is over, and not
 * more often than every ten seconds: trouble that returns sooner is told when it lasts. Guarded by the journal's lock; {@link #now} may be asked by anybody.
 */
public final class Trouble {

    private static final Logger LOG = LoggerFactory.getLogger(Trouble.class);
    private static final long SPACING = Duration.ofSeconds(10).toNanos();

    private final LongSupplier clock;
    private volatile String now = "";
    private long lastLine;
    private boolean told;

    public Trouble() {
        this(System::nanoTime);
    }

    /** @param clock nanoseconds since whenever */
    Trouble(LongSupplier clock) {
        this.clock = clock;
        this.lastLine = clock.getAsLong() - SPACING;
    }

    /**
     * Something could not be taken.
     *
     * @param reason the same words for the same trouble
     */
    public void met(String reason) {
        now = reason;
        long at = clock.getAsLong();
        if (!told && at - lastLine >= SPACING) {
            lastLine = at;
            told = true;
            LOG.atError()
                    .addKeyValue("reason", reason)
                    .log("the journal cannot take records; calls are served, and what finds no room is lost");
        }
    }

    public void over() {
        if (now.isEmpty()) {
            return;
        }
        now = "";
        if (told) {
            told = false;
            LOG.info("the journal takes records again");
        }
    }

    /** Empty when all is well. */
    public String now() {
        return now;
    }
}
