package ai.ongoing.gateway.transfer.foreign;

import ai.ongoing.gateway.storage.Endpoint;
import ai.ongoing.gateway.storage.bulk.BulkSource;
import ai.ongoing.gateway.storage.bulk.RowBatch;
import ai.ongoing.gateway.storage.bulk.RowStream;
import ai.ongoing.gateway.storage.bulk.TableShape;
import ai.ongoing.gateway.transfer.foreign.ForeignGateway.Sums;
import ai.ongoing.gateway.transfer.proof.RowHash;
import ai.ongoing.gateway.transfer.proof.TableHash;
import java.util.function.Consumer;

/** What stands in a store, read back by the way whole stores are read, which is not the way calls are written. */
record Arrived(Sums calls, TableHash keys) {

    private static final int ROWS = 500;

    static Arrived at(Endpoint store) {
        Sums[] calls = {Sums.NONE};
        TableHash[] keys = {TableHash.EMPTY};
        RowHash hash = new RowHash();
        try (BulkSource there = store.source()) {
            for (TableShape table : there.tables()) {
                switch (table.name()) {
                    case "traces" -> {
                        int cost = table.indexOf("cost_nano_usd");
                        each(there, table, batch -> calls[0] = plus(calls[0], batch, cost));
                    }
                    case "gateway_keys" -> each(there, table, batch -> keys[0] = keys[0].plus(hash.of(batch)));
                    default -> {} // whose names nobody's access hangs on
                }
            }
        }
        return new Arrived(calls[0], keys[0]);
    }

    /** Calls that did not come from another gateway. */
    static long notImported(Endpoint store) {
        long[] others = {0};
        try (BulkSource there = store.source()) {
            for (TableShape table : there.tables()) {
                if (table.name().equals("traces")) {
                    int metadata = table.indexOf("metadata");
                    each(there, table, batch -> others[0] += notImported(batch, metadata));
                }
            }
        }
        return others[0];
    }

    private static long notImported(RowBatch batch, int metadata) {
        long others = 0;
        for (int row = 0; row < batch.rows(); row++) {
            others += batch.text(row, metadata).contains('"' + ForeignMetadata.FROM + '"') ? 0 : 1;
        }
        return others;
    }

    private static Sums plus(Sums before, RowBatch batch, int cost) {
        Sums sums = before;
        for (int row = 0; row < batch.rows(); row++) {
            sums = sums.plus(batch.isNull(row, cost) ? 0 : batch.number(row, cost));
        }
        return sums;
    }

    private static void each(BulkSource there, TableShape table, Consumer<RowBatch> use) {
        RowBatch batch = new RowBatch(table.columns().size());
        try (RowStream rows = there.rows(table)) {
            while (rows.next(batch, ROWS)) {
                use.accept(batch);
            }
        }
    }
}
