package ai.ongoing.gateway.storage.bulk.write;

import java.util.List;

/**
 * One line of the books: a range of keys that was copied.
 *
 * @param number from 0 in the order of the source's keys
 * @param from the key before its first row; empty for the beginning
 * @param to the key of its last row
 * @param hash of the rows as they left the source
 * @param changes values that were changed on the way; written with the line, and not read back with it
 */
public record CopyChunk(
        String job, String table, long number, String from, String to, long rows, String hash, List<Change> changes) {

    /** A value that the target could not hold as it was, by the key of its row and its column. */
    public record Change(String key, String column) {}

    public CopyChunk {
        changes = List.copyOf(changes);
    }

    /** Of rows that arrived as they left. */
    public CopyChunk(String job, String table, long number, String from, String to, long rows, String hash) {
        this(job, table, number, from, to, rows, hash, List.of());
    }
}
