package ai.ongoing.gateway.transfer.archive;

import ai.ongoing.gateway.storage.bulk.RowBatch;
import ai.ongoing.gateway.storage.bulk.TableShape;
import ai.ongoing.gateway.storage.bulk.ValueTag;
import ai.ongoing.gateway.transfer.archive.ArchiveException.Reason;
import ai.ongoing.gateway.transfer.archive.BlockReader.Found;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Reads a backup's file from its beginning to its end. One thread; memory is that of one block. */
public final class ArchiveReader implements AutoCloseable {

    private static final ValueTag[] TAGS = ValueTag.values();

    private final FileChannel file;
    private final BlockReader blocks;
    private final ArchiveHead head;

    private ArchiveReader(FileChannel file, BlockReader blocks, ArchiveHead head) {
        this.file = file;
        this.blocks = blocks;
        this.head = head;
    }

    /**
     * Opens a backup and reads its head, without which nothing else can be understood.
     *
     * @throws ArchiveException when it is no backup, one of a newer format, or its head is damaged
     */
    public static ArchiveReader open(Path path) throws IOException {
        FileChannel file = FileChannel.open(path, StandardOpenOption.READ);
        BlockReader blocks = new BlockReader(file);
        try {
            refuseOtherFiles(path, file);
            return switch (blocks.next()) {
                case Found.Block(BlockKind kind, ByteBuffer payload)
                when kind == BlockKind.HEAD -> new ArchiveReader(file, blocks, ManifestJson.head(payload));
                case Found.Broken(Damage damage) -> throw headless(path, damage);
                case null, default -> throw headless(path, new Damage.Altered(1, 0, file.size()));
            };
        } catch (IOException | RuntimeException e) {
            blocks.close();
            file.close();
            throw e;
        }
    }

    private static void refuseOtherFiles(Path path, FileChannel file) throws IOException {
        ByteBuffer start = ByteBuffer.allocate((int) Math.min(BlockHead.BYTES, file.size()));
        file.read(start, 0);
        if (!BlockHead.resembles(start.array())) {
            throw new ArchiveException(
                    Reason.OTHER_FILE,
                    path + " is no backup of this program; \"ongoingai db backup --to FILE\" makes one");
        }
    }

    private static ArchiveException headless(Path path, Damage damage) {
        return new ArchiveException(
                Reason.DAMAGED,
                path + ": " + damage.sentence() + "; nothing is readable without its head, so use another backup");
    }

    public ArchiveHead head() {
        return head;
    }

    /** Reads everything behind the head, once. */
    public void read(ArchiveListener listener) throws IOException {
        Found found = blocks.next();
        while (found != null) {
            switch (found) {
                case Found.Broken(Damage damage) -> listener.damaged(damage);
                case Found.Block(BlockKind kind, ByteBuffer payload) -> {
                    switch (kind) {
                        case ROWS -> rows(payload, listener);
                        case END -> listener.totals(ManifestJson.totals(payload));
                        case HEAD -> throw new ArchiveException(Reason.OTHER_FILE, "the backup has two heads");
                    }
                }
            }
            found = blocks.next();
        }
    }

    private void rows(ByteBuffer in, ArchiveListener listener) {
        TableShape table = head.tables().get(in.getShort());
        int values = in.getInt() * table.columns().size();
        RowBatch batch = new RowBatch(table.columns().size());
        for (int i = 0; i < values; i++) {
            ValueTag tag = TAGS[in.get()];
            int length = in.getInt();
            batch.add(tag, in.array(), in.arrayOffset() + in.position(), length);
            in.position(in.position() + length);
        }
        listener.rows(table, batch);
    }

    @Override
    public void close() throws IOException {
        blocks.close();
        file.close();
    }
}
