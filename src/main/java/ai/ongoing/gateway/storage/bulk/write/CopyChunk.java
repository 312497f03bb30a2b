package ai.ongoing.gateway.storage.bulk.write;

/**
 * One line of the books: a range of keys that was copied.
 *
 * @param number from 0 in the order of the source's keys
 * @param from the key before its first row; empty for the beginning
 * @param to the key of its last row
 * @param hash of the rows as they left the source
 */
public record CopyChunk(String job, String table, long number, String from, String to, long rows, String hash) {}
