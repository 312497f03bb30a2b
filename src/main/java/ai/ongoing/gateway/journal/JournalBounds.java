package ai.ongoing.gateway.journal;

/**
 * How much a journal may hold.
 *
 * @param records most finished calls
 * @param bytes most bytes, by the records' own estimate
 */
public record JournalBounds(int records, long bytes) {

    public JournalBounds {
        if (records < 1 || bytes < 1) {
            throw new IllegalArgumentException(
                    "a journal needs room for at least one record and one byte, got " + records + " and " + bytes);
        }
    }
}
