package ai.ongoing.gateway.journal;

/**
 * How much a journal may hold.
 *
 * @param records most finished calls
 * @param bytes most bytes, by the records' own estimate
 */
public record JournalBounds(int records, long bytes) {

    private static final int DEFAULT_RECORDS = 65_536;
    private static final long MIB = 1024L * 1024;

    public JournalBounds {
        if (records < 1 || bytes < 1) {
            throw new IllegalArgumentException(
                    "a journal needs room for at least one record and one byte, got " + records + " and " + bytes);
        }
    }

    /**
     * 65,536 calls, which is more than three seconds of 20,000 calls a second, in at most a quarter of the heap and never
     * more than 256 MiB: a store that stalls must not starve the proxy path of memory.
     */
    public static JournalBounds ofHeap() {
        long quarter = Runtime.getRuntime().maxMemory() / 4;
        return new JournalBounds(DEFAULT_RECORDS, Math.clamp(quarter, 16 * MIB, 256 * MIB));
    }

    /** Bytes that bodies may fill; the other half is kept for the calls themselves. */
    long bodyBytes() {
        return Math.max(1, bytes / 2);
    }
}
