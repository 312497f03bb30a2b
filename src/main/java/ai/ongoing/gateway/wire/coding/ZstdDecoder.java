package ai.ongoing.gateway.wire.coding;

import ai.ongoing.gateway.wire.ByteSink;
import com.github.luben.zstd.ZstdDecompressCtx;
import com.github.luben.zstd.ZstdException;
import java.nio.ByteBuffer;
import java.util.concurrent.Semaphore;

/**
 * The coding "zstd" (RFC 8878): frames one after the other. A frame whose window is larger than the 8 MiB that RFC 9659
 * allows in HTTP counts as corrupt, so that no header can make the decoder allocate more.
 */
final class ZstdDecoder implements ContentDecoder {

    private static final int WINDOW = 4096;

    /** Native code wants direct memory, and only while {@link #accept} runs: each thread needs one pair. */
    private static final ThreadLocal<Scratch> SCRATCH = ThreadLocal.withInitial(Scratch::new);

    private final ZstdDecompressCtx context = new ZstdDecompressCtx();
    private final ZstdFrameHeader header = new ZstdFrameHeader();
    private final UnpackingLimit limit;
    private boolean inFrame;
    private boolean corrupt;

    /** @param windows blocks of memory that are left for all decoders */
    ZstdDecoder(Semaphore windows) {
        this.limit = new UnpackingLimit(windows);
    }

    @Override
    public void accept(byte[] bytes, int from, int to, ByteSink out) {
        limit.arrived(to - from);
        Scratch scratch = SCRATCH.get();
        int i = from;
        while (i < to && !corrupt && !limit.exceeded()) {
            if (!inFrame) {
                header.accept(bytes[i++]);
                enterFrame(scratch, out);
            } else {
                int length = Math.min(WINDOW, to - i);
                i += length - decode(bytes, i, length, scratch, out);
            }
        }
        if (corrupt || limit.exceeded()) {
            close();
        }
    }

    private void enterFrame(Scratch scratch, ByteSink out) {
        switch (header.verdict()) {
            case INCOMPLETE -> {}
            case REFUSED -> corrupt = true;
            case ACCEPTED -> {
                inFrame = true;
                byte[] seen = header.bytes();
                limit.mayHold(header.window());
                header.reset();
                decode(seen, 0, seen.length, scratch, out);
            }
        }
    }

    /** Decodes until the input is used up, the frame ends or something is wrong; returns how much was not used. */
    private int decode(byte[] bytes, int from, int length, Scratch scratch, ByteSink out) {
        ByteBuffer in = scratch.in.clear().put(bytes, from, length).flip();
        try {
            boolean full = true;
            while (inFrame && (in.hasRemaining() || full) && !limit.exceeded()) {
                ByteBuffer unpacked = scratch.out.clear();
                inFrame = !context.decompressDirectByteBufferStream(unpacked, in);
                full = !unpacked.hasRemaining();
                handOn(unpacked.flip(), scratch.window, out);
            }
        } catch (ZstdException _) {
            corrupt = true;
        }
        return in.remaining();
    }

    private void handOn(ByteBuffer unpacked, byte[] window, ByteSink out) {
        int length = unpacked.remaining();
        if (length > 0 && limit.spend(length)) {
            unpacked.get(window, 0, length);
            out.accept(window, 0, length);
        }
    }

    @Override
    public boolean whole() {
        return !corrupt && !inFrame && header.untouched() && !limit.exceeded();
    }

    @Override
    public boolean corrupt() {
        return corrupt;
    }

    @Override
    public void close() {
        context.close();
        limit.giveBack();
    }

    private static final class Scratch {
        final ByteBuffer in = ByteBuffer.allocateDirect(WINDOW);
        final ByteBuffer out = ByteBuffer.allocateDirect(WINDOW);
        final byte[] window = new byte[WINDOW];
    }
}
