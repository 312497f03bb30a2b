package ai.ongoing.gateway.trace;

import java.util.Locale;

/** How an exchange ended. */
public enum Completion {
    /** The provider's answer reached its end and was sent on whole. */
    COMPLETE,
    /** The client went away before the end. */
    CLIENT_DISCONNECTED,
    /** The provider could not be reached, or broke off, before the end. */
    UPSTREAM_ERROR,
    /** The gateway stopped before the end. */
    INTERRUPTED;

    /** The word that is stored and shown. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * The constant behind a stored word.
     *
     * @throws IllegalArgumentException for a word that is none of ours
     */
    public static Completion ofLabel(String label) {
        return valueOf(label.toUpperCase(Locale.ROOT));
    }
}
