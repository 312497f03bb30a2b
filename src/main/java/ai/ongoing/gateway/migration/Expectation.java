package ai.ongoing.gateway.migration;

import java.time.Duration;

/**
 * How long pending files may take with the rows that are there.
 *
 * @param longest roughly, on a busy machine; zero where files keep nobody waiting
 */
public record Expectation(Duration longest) {

    private static final Duration NOTICEABLE = Duration.ofSeconds(1);
    private static final int SECONDS_SHOWN = 120;

    public Expectation {
        if (longest.isNegative()) {
            throw new IllegalArgumentException("no file takes " + longest);
        }
    }

    /** Whether somebody who waits for it should be told. */
    public boolean noticeable() {
        return longest.compareTo(NOTICEABLE) >= 0;
    }

    /** In words, without a full stop. */
    @Override
    public String toString() {
        long seconds = longest.toSeconds();
        return "expected time: up to about "
                + (seconds <= SECONDS_SHOWN ? seconds + " s" : (seconds + 59) / 60 + " min");
    }
}
