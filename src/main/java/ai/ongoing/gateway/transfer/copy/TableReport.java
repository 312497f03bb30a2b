package ai.ongoing.gateway.transfer.copy;

import ai.ongoing.gateway.transfer.proof.TableHash;

/**
 * What became of one table.
 *
 * @param source its rows as they left
 * @param target its rows as they arrived; equal to {@code expected} in a verified copy
 * @param expected as {@code source}, after values that the target cannot hold were changed
 * @param written rows that were not there before
 * @param changed values that were changed on the way
 */
public record TableReport(
        String name, TableHash source, TableHash expected, TableHash target, long written, long changed) {

    public boolean arrived() {
        return expected.equals(target);
    }

    TableReport arrivedAs(TableHash found) {
        return new TableReport(name, source, expected, found, written, changed);
    }
}
