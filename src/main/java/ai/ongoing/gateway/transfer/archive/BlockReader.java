package ai.ongoing.gateway.transfer.archive;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.util.Optional;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.jspecify.annotations.Nullable;

/**
 * Reads blocks one after another and goes on behind damage: an altered block is stepped over by its length, an altered
 * header by looking for the next good one. One thread; close it to give the decompressor's memory back.
 */
final class BlockReader implements AutoCloseable {

    /** What stands at a place of the file. */
    sealed interface Found {
        /** A good block. */
        record Block(BlockKind kind, ByteBuffer payload) implements Found {}

        /** None that could be read. */
        record Broken(Damage damage) implements Found {}
    }

    private static final int WINDOW = 1 << 16;

    private final FileChannel file;
    private final long size;
    private final Inflater inflater = new Inflater(true);
    private long position;
    private int blocks;
    private boolean ended;

    BlockReader(FileChannel file) throws IOException {
        this.file = file;
        this.size = file.size();
    }

    /** The next thing in the file; null behind the last block and behind a cut. */
    @Nullable
    Found next() throws IOException {
        if (ended) {
            return null;
        }
        if (size - position < BlockHead.BYTES) {
            return cutOff();
        }
        blocks++;
        Optional<BlockHead> head = BlockHead.at(bytes(position, BlockHead.BYTES), 0);
        if (head.isEmpty()) {
            return alteredUpTo(nextHead(position + 1));
        }
        long end = position + head.get().length();
        if (end > size) {
            return cutOff();
        }
        byte[] rest = bytes(position + BlockHead.BYTES, head.get().length() - BlockHead.BYTES);
        byte[] payload = inflated(head.get(), rest);
        if (payload == null) {
            return alteredUpTo(end);
        }
        position = end;
        ended = head.get().kind() == BlockKind.END && position == size;
        return new Found.Block(head.get().kind(), ByteBuffer.wrap(payload));
    }

    private Found cutOff() {
        ended = true;
        return new Found.Broken(new Damage.CutOff(size));
    }

    private Found alteredUpTo(long end) {
        Damage damage = new Damage.Altered(blocks, position, end);
        position = end;
        ended = end == size;
        return new Found.Broken(damage);
    }

    private byte @Nullable [] inflated(BlockHead head, byte[] rest) {
        if (BlockHead.crc(rest, 0, rest.length) != head.restCrc()) {
            return null;
        }
        ByteBuffer trailer = ByteBuffer.wrap(rest, rest.length - 2 * Integer.BYTES, 2 * Integer.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN);
        int crc = trailer.getInt();
        byte[] payload = new byte[trailer.getInt()];
        try {
            inflater.reset();
            inflater.setInput(rest);
            int length = inflater.inflate(payload);
            return length == payload.length && BlockHead.crc(payload, 0, length) == crc ? payload : null;
        } catch (DataFormatException e) {
            return null; // its checksum was right, so it was written so; the caller reports the block
        }
    }

    /** Where the next good header stands; the file's end when there is none. */
    private long nextHead(long from) throws IOException {
        for (long at = from; at + BlockHead.BYTES <= size; at += WINDOW) {
            byte[] window = bytes(at, (int) Math.min(WINDOW + BlockHead.BYTES, size - at));
            for (int i = 0; i + BlockHead.BYTES <= window.length; i++) {
                if (window[i] == 0x1f && BlockHead.at(window, i).isPresent()) {
                    return at + i;
                }
            }
        }
        return size;
    }

    private byte[] bytes(long from, int length) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(length);
        while (buffer.hasRemaining()) {
            if (file.read(buffer, from + buffer.position()) < 0) {
                throw new EOFException("the file became shorter while it was read");
            }
        }
        return buffer.array();
    }

    @Override
    public void close() {
        inflater.end();
    }
}
