package ai.ongoing.gateway.transfer.archive;

import ai.ongoing.gateway.storage.bulk.RowBatch;
import ai.ongoing.gateway.storage.bulk.TableShape;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/** Writes a backup's file: head, rows table by table, totals. One thread; memory is that of one batch. */
public final class ArchiveWriter implements AutoCloseable {

    /** What stands before the rows of a block: the table's place in the head, and how many rows. */
    static final int ROWS_HEAD = Short.BYTES + Integer.BYTES;

    private final OutputStream out;
    private final BlockWriter blocks;
    private final List<TableShape> tables;
    private byte[] payload = new byte[RowBatch.FULL];

    private ArchiveWriter(OutputStream out, BlockWriter blocks, List<TableShape> tables) {
        this.out = out;
        this.blocks = blocks;
        this.tables = tables;
    }

    /** Begins to write into an existing file. */
    public static ArchiveWriter into(Path file, ArchiveHead head) throws IOException {
        OutputStream out = new BufferedOutputStream(Files.newOutputStream(file), 1 << 16);
        ArchiveWriter writer = new ArchiveWriter(out, new BlockWriter(out), head.tables());
        byte[] json = ManifestJson.head(head);
        writer.blocks.write(BlockKind.HEAD, json, json.length);
        return writer;
    }

    /** Writes the rows of a batch as one block. */
    public void rows(TableShape table, RowBatch batch) throws IOException {
        int first = batch.rowStart(0);
        int last = batch.rows() - 1;
        int length = batch.rowStart(last) + batch.rowLength(last) - first;
        if (payload.length < ROWS_HEAD + length) {
            payload = Arrays.copyOf(payload, ROWS_HEAD + length);
        }
        ByteBuffer.wrap(payload).putShort((short) tables.indexOf(table)).putInt(batch.rows());
        System.arraycopy(batch.bytes(), first, payload, ROWS_HEAD, length);
        blocks.write(BlockKind.ROWS, payload, ROWS_HEAD + length);
    }

    /** Writes the totals; the file is complete then. */
    public void end(List<TableTotal> totals) throws IOException {
        byte[] json = ManifestJson.totals(totals);
        blocks.write(BlockKind.END, json, json.length);
        out.flush();
    }

    @Override
    public void close() throws IOException {
        blocks.close();
        out.close();
    }
}
