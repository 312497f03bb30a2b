package ai.ongoing.gateway.journal;

import java.util.List;

/**
 * Calls taken together.
 *
 * @param calls oldest first; empty when nothing waited
 * @param end from where the journal would be read again if this batch and all before it are released
 */
public record JournalBatch(List<FinishedCall> calls, JournalPosition end) {

    public JournalBatch {
        calls = List.copyOf(calls);
    }

    /**
     * Calls of a batch that the store does not have and never will.
     *
     * @param setAside of these, calls that were kept aside
     * @param lost of these, calls that could not be kept either
     */
    public record Unstored(int setAside, int lost) {

        public static final Unstored NONE = new Unstored(0, 0);

        /** One call, kept aside or lost. */
        public static Unstored one(boolean kept) {
            return kept ? new Unstored(1, 0) : new Unstored(0, 1);
        }

        public Unstored plus(Unstored more) {
            return new Unstored(setAside + more.setAside, lost + more.lost);
        }

        public int calls() {
            return setAside + lost;
        }
    }
}
