package ai.ongoing.gateway.journal.books;

import org.slf4j.Logger;

/** What can still be said when memory has given out. */
public final class Starved {

    private Starved() {}

    /** Logs where there is memory for it: the thread that tells must live on in any case. */
    public static void tell(Logger log, String what, OutOfMemoryError cause) {
        try {
            log.error("{}; give the heap more room with -Xmx ({})", what, cause.getMessage());
        } catch (OutOfMemoryError none) {
            // There is nothing left to say it with.
        }
    }
}
