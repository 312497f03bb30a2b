package ai.ongoing.gateway.transfer.copy;

import ai.ongoing.gateway.migration.MigrationExit;
import ai.ongoing.gateway.storage.bulk.RowBatch;
import ai.ongoing.gateway.storage.bulk.TableShape;
import ai.ongoing.gateway.storage.bulk.ValueTag;
import ai.ongoing.gateway.storage.bulk.write.CopyChunk;
import ai.ongoing.gateway.transfer.forecast.TextCheck;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Makes text fit for a server. Looks at every byte of text, which for fit text is all it does; a batch without a bad value
 * is handed on as it is. For one thread.
 */
final class TextCleaner {

    private final TableShape table;
    private final BadText policy;
    private final List<CopyChunk.Change> changes = new ArrayList<>();

    TextCleaner(TableShape table, BadText policy) {
        this.table = table;
        this.policy = policy;
    }

    /** The values changed since this was asked last. */
    List<CopyChunk.Change> takeChanges() {
        List<CopyChunk.Change> taken = List.copyOf(changes);
        changes.clear();
        return taken;
    }

    /**
     * The batch itself when all of its text is fit, else one with fit text in its place.
     *
     * @throws CopyException when there is unfit text and the policy is {@link BadText#FAIL}
     */
    RowBatch clean(RowBatch batch) {
        for (int row = 0; row < batch.rows(); row++) {
            for (int column = 0; column < batch.columns(); column++) {
                if (isBad(batch, row, column)) {
                    return cleaned(batch, row, column);
                }
            }
        }
        return batch;
    }

    private static boolean isBad(RowBatch batch, int row, int column) {
        return batch.tag(row, column) == ValueTag.TEXT
                && TextCheck.firstUnfit(batch.bytes(), batch.place(row, column), batch.length(row, column))
                        != TextCheck.NONE;
    }

    private RowBatch cleaned(RowBatch batch, int badRow, int badColumn) {
        if (policy == BadText.FAIL) {
            throw new CopyException(
                    MigrationExit.DAMAGED,
                    "table " + table.name() + ", key " + batch.key(table, badRow) + ": column "
                            + table.columns().get(badColumn).name()
                            + " holds a NUL or bytes that are not UTF-8, which the"
                            + " target cannot hold. Decide with --on-bad-text replace or --on-bad-text escape; a dry run"
                            + " lists every such value.");
        }
        RowBatch clean = new RowBatch(batch.columns());
        for (int row = 0; row < batch.rows(); row++) {
            List<String> columns = new ArrayList<>();
            for (int column = 0; column < batch.columns(); column++) {
                ValueTag tag = batch.tag(row, column);
                if (tag == ValueTag.NULL) {
                    clean.addNull();
                } else if (isBad(batch, row, column)) {
                    clean.addText(fit(batch.payload(row, column)));
                    columns.add(table.columns().get(column).name());
                } else {
                    clean.add(tag, batch.bytes(), batch.place(row, column), batch.length(row, column));
                }
            }
            if (!columns.isEmpty()) {
                String key = Keys.text(clean.key(table, row)); // as it stands in the target, where it is looked for
                columns.forEach(column -> changes.add(new CopyChunk.Change(key, column)));
            }
        }
        return clean;
    }

    private byte[] fit(byte[] text) {
        ByteArrayOutputStream fit = new ByteArrayOutputStream(text.length + 16);
        int at = 0;
        while (at < text.length) {
            int unfit = TextCheck.firstUnfit(text, at, text.length - at);
            int stop = unfit == TextCheck.NONE ? text.length : at + unfit;
            keep(text, at, stop, fit);
            if (stop < text.length) {
                fit.writeBytes(inPlaceOf(text[stop]));
            }
            at = stop + 1;
        }
        return fit.toByteArray();
    }

    /** An escape begins with a backslash, so one that was there is doubled. */
    private void keep(byte[] text, int from, int stop, ByteArrayOutputStream fit) {
        for (int at = from; at < stop; at++) {
            fit.write(text[at]);
            if (policy == BadText.ESCAPE && text[at] == '\\') {
                fit.write('\\');
            }
        }
    }

    private byte[] inPlaceOf(byte unfit) {
        return policy == BadText.REPLACE
                ? "\uFFFD".getBytes(StandardCharsets.UTF_8)
                : "\\%03o".formatted(unfit & 0xff).getBytes(StandardCharsets.US_ASCII);
    }
}
