package ai.ongoing.gateway.transfer.copy;

import ai.ongoing.gateway.migration.MigrationExit;
import ai.ongoing.gateway.storage.bulk.RowBatch;
import ai.ongoing.gateway.storage.bulk.TableShape;
import ai.ongoing.gateway.storage.bulk.ValueTag;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/**
 * Makes text fit for a server. Looks at every byte of text, which for fit text is all it does; a batch without a bad value
 * is handed on as it is. For one thread.
 */
final class TextCleaner {

    private final TableShape table;
    private final BadText policy;
    private long changed;

    TextCleaner(TableShape table, BadText policy) {
        this.table = table;
        this.policy = policy;
    }

    /** Values changed so far. */
    long changed() {
        return changed;
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
                && !fits(batch.bytes(), batch.place(row, column), batch.length(row, column));
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
            for (int column = 0; column < batch.columns(); column++) {
                ValueTag tag = batch.tag(row, column);
                if (tag == ValueTag.NULL) {
                    clean.addNull();
                } else if (isBad(batch, row, column)) {
                    clean.addText(fit(batch.payload(row, column)));
                    changed++;
                } else {
                    clean.add(tag, batch.bytes(), batch.place(row, column), batch.length(row, column));
                }
            }
        }
        return clean;
    }

    private byte[] fit(byte[] text) {
        ByteArrayOutputStream fit = new ByteArrayOutputStream(text.length + 16);
        for (int at = 0; at < text.length; ) {
            int length = sequence(text, at, text.length);
            if (length > 0) {
                fit.write(text, at, length);
                if (policy == BadText.ESCAPE && text[at] == '\\') {
                    fit.write('\\');
                }
                at += length;
            } else {
                fit.writeBytes(
                        policy == BadText.REPLACE
                                ? "\uFFFD".getBytes(StandardCharsets.UTF_8)
                                : "\\x%02X".formatted(text[at] & 0xff).getBytes(StandardCharsets.US_ASCII));
                at++;
            }
        }
        return fit.toByteArray();
    }

    private static boolean fits(byte[] text, int from, int length) {
        int stop = from + length;
        int at = from;
        while (at < stop) {
            if (text[at] > 0) {
                at++;
                continue;
            }
            int sequence = sequence(text, at, stop);
            if (sequence == 0) {
                return false;
            }
            at += sequence;
        }
        return true;
    }

    /** Bytes of the character that begins here; 0 for a NUL and for what is not UTF-8 (RFC 3629, section 4). */
    private static int sequence(byte[] text, int at, int stop) {
        int first = text[at] & 0xff;
        if (first > 0 && first < 0x80) {
            return 1;
        }
        int length = first >= 0xc2 && first <= 0xdf
                ? 2
                : first >= 0xe0 && first <= 0xef ? 3 : first >= 0xf0 && first <= 0xf4 ? 4 : 0;
        if (length == 0 || at + length > stop) {
            return 0;
        }
        int second = text[at + 1] & 0xff;
        int least = first == 0xe0 ? 0xa0 : first == 0xf0 ? 0x90 : 0x80;
        int most = first == 0xed ? 0x9f : first == 0xf4 ? 0x8f : 0xbf;
        if (second < least || second > most) {
            return 0;
        }
        for (int i = 2; i < length; i++) {
            if ((text[at + i] & 0xc0) != 0x80) {
                return 0;
            }
        }
        return length;
    }
}
