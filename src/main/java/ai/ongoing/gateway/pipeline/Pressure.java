package ai.ongoing.gateway.pipeline;

import java.util.Locale;

/** How full the queue is, in the words of the diagnostics contract. */
public enum Pressure {
    /** Less than half full. */
    OK,
    /** At least half full. */
    ELEVATED,
    /** At least 80 percent full. */
    HIGH,
    /** Full. */
    SATURATED;

    /** The state at a utilisation in percent. */
    static Pressure at(int percent) {
        if (percent >= 100) {
            return SATURATED;
        }
        if (percent >= 80) {
            return HIGH;
        }
        return percent >= 50 ? ELEVATED : OK;
    }

    /** The word that is shown. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
