package ai.ongoing.gateway.wire.coding;

import ai.ongoing.gateway.wire.ByteSink;
import com.aayushatharva.brotli4j.decoder.DecoderJNI;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.concurrent.Semaphore;

/** The coding "br" (RFC 7932). Bytes after its end are ignored. */
final class BrotliDecoder implements ContentDecoder {

    private static final int WINDOW = 4096;

    private final DecoderJNI.Wrapper decoder;
    private final UnpackingLimit limit;
    private final byte[] window = new byte[WINDOW];
    private boolean empty = true;
    private boolean closed;

    /** @param windows blocks of memory that are left for all decoders */
    BrotliDecoder(Semaphore windows) {
        this.limit = new UnpackingLimit(windows);
        try {
            this.decoder = new DecoderJNI.Wrapper(WINDOW);
        } catch (IOException outOfNativeMemory) {
            throw new UncheckedIOException(outOfNativeMemory);
        }
    }

    @Override
    public void accept(byte[] bytes, int from, int to, ByteSink out) {
        if (empty && from < to) {
            limit.mayHold(1L << windowBits(bytes[from]));
        }
        empty &= from == to;
        limit.arrived(to - from);
        int i = from;
        boolean more = true;
        while (more && !limit.exceeded()) {
            switch (decoder.getStatus()) {
                case NEEDS_MORE_INPUT -> {
                    flushed(out);
                    int length = Math.min(WINDOW, to - i);
                    more = length > 0;
                    if (more) {
                        decoder.getInputBuffer().clear().put(bytes, i, length);
                        decoder.push(length);
                        i += length;
                    }
                }
                case NEEDS_MORE_OUTPUT -> handOn(decoder.pull(), out);
                case OK -> decoder.push(0);
                case DONE, ERROR -> more = false;
            }
        }
        if (limit.exceeded() || over()) {
            close();
        }
    }

    /** WBITS, with which a stream begins (RFC 7932, section 9.1): 10 to 24. */
    static int windowBits(byte first) {
        int low = first >> 1 & 7;
        int high = first >> 4 & 7;
        if ((first & 1) == 0) {
            return 16;
        }
        if (low != 0) {
            return 17 + low;
        }
        return high == 0 ? 17 : 8 + high;
    }

    private boolean over() {
        return decoder.getStatus() == DecoderJNI.Status.DONE || decoder.getStatus() == DecoderJNI.Status.ERROR;
    }

    /** What an encoder flushed comes out before the next input: an event of a stream must not wait for the one after. */
    private void flushed(ByteSink out) {
        if (decoder.hasOutput()) {
            handOn(decoder.pull(), out);
        }
    }

    private void handOn(ByteBuffer unpacked, ByteSink out) {
        while (unpacked.hasRemaining()) {
            int length = Math.min(WINDOW, unpacked.remaining());
            if (!limit.spend(length)) {
                return;
            }
            unpacked.get(window, 0, length);
            out.accept(window, 0, length);
        }
    }

    @Override
    public boolean whole() {
        return empty || (decoder.getStatus() == DecoderJNI.Status.DONE && !limit.exceeded());
    }

    @Override
    public boolean corrupt() {
        return decoder.getStatus() == DecoderJNI.Status.ERROR;
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            decoder.destroy();
            limit.giveBack();
        }
    }
}
