package ai.ongoing.gateway.http;

import java.time.Instant;
import java.util.Locale;

/** Whether the gateway takes calls, asked by both sides of the server before anything else. Cheap and thread-safe. */
public interface Gate {

    /** What the gateway is doing now. */
    State state();

    /** When it last changed between starting, serving and stopping. */
    Instant since();

    /** Why the state is {@link State#DEGRADED}, in one sentence; empty in every other state. */
    String trouble();

    /** How far a start has come. */
    Progress progress();

    /**
     * What a start is doing, in words an operator understands.
     *
     * @param waitingFor the step, or what it waits for; empty when the start is over
     * @param file the migration that is being applied; empty when none is
     */
    record Progress(String waitingFor, String file) {

        /** No start is under way. */
        public static final Progress NONE = new Progress("", "");
    }

    /** Whether requests beyond health and probes are answered. */
    default boolean accepting() {
        return state() == State.SERVING || state() == State.DEGRADED;
    }

    /** The gateway's states, in the order in which a life passes them. */
    enum State {
        /** The port is open, the store is not ready yet: refuses. */
        STARTING,
        /** All is well. */
        SERVING,
        /** Takes calls, but the store is away: traces wait. */
        DEGRADED,
        /** Refuses new requests and lets running ones end. */
        STOPPING;

        /** The word of health and probes. */
        public String label() {
            return this == SERVING ? "ok" : name().toLowerCase(Locale.ROOT);
        }
    }
}
