package ai.ongoing.gateway.transfer.archive;

/**
 * What a table held when it was backed up.
 *
 * @param hash of its rows, independent of their order
 */
public record TableTotal(String table, long rows, String hash) {

    /** As messages show it. */
    String shown() {
        return rows + " rows with hash " + hash;
    }
}
