package ai.ongoing.gateway.transfer.part;

import ai.ongoing.gateway.storage.bulk.RowBatch;
import ai.ongoing.gateway.storage.bulk.RowStream;
import ai.ongoing.gateway.storage.bulk.TableShape;
import ai.ongoing.gateway.storage.bulk.ValueTag;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/** Rows of one table, without those that are too old and without the values that stay behind. Copies every row once. */
final class PartialRows implements RowStream {

    private final RowStream rows;
    private final RowBatch read;
    private final boolean[] blank;
    /** The place of the column that says when; -1 where every row is meant. */
    private final int began;

    private final long first;

    PartialRows(RowStream rows, TableShape table, Part part) {
        this.rows = rows;
        this.read = new RowBatch(table.columns().size());
        this.blank = new boolean[table.columns().size()];
        for (int i = 0; i < blank.length; i++) {
            blank[i] = !part.payloads()
                    && Part.PAYLOADS.contains(table.columnNames().get(i));
        }
        @Nullable Instant since = part.since();
        this.began = since == null ? -1 : table.columnNames().indexOf(Part.BEGAN);
        this.first = since == null ? 0 : ChronoUnit.MICROS.between(Instant.EPOCH, since);
    }

    @Override
    public boolean next(RowBatch batch, int limit) {
        batch.clear();
        while (batch.rows() == 0 && rows.next(read, limit)) {
            for (int row = 0; row < read.rows(); row++) {
                if (meant(row)) {
                    add(batch, row);
                }
            }
        }
        return batch.rows() > 0;
    }

    /** What stands where a time belongs and is none is meant as well: whoever judges values must see it. */
    private boolean meant(int row) {
        return began < 0 || read.tag(row, began) != ValueTag.INSTANT || read.number(row, began) >= first;
    }

    private void add(RowBatch batch, int row) {
        for (int column = 0; column < blank.length; column++) {
            ValueTag tag = read.tag(row, column);
            if (tag == ValueTag.NULL || blank[column]) {
                batch.addNull();
            } else {
                batch.add(tag, read.bytes(), read.place(row, column), read.length(row, column));
            }
        }
    }

    @Override
    public void close() {
        rows.close();
    }
}
