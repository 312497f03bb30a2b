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
}
