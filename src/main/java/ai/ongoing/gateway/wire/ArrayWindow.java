package ai.ongoing.gateway.wire;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** Hands the bytes of any buffer to a reader of arrays; what lies outside the heap passes through one small copy. Not thread-safe. */
public final class ArrayWindow {

    private static final int BYTES = 4096;

    private byte @Nullable [] window;

    /** Reads the buffer to its limit. */
    public void pass(ByteBuffer bytes, ByteSink reader) {
        if (bytes.hasArray()) {
            int from = bytes.arrayOffset() + bytes.position();
            reader.accept(bytes.array(), from, from + bytes.remaining());
            bytes.position(bytes.limit());
            return;
        }
        byte[] copy = window == null ? new byte[BYTES] : window;
        window = copy;
        while (bytes.hasRemaining()) {
            int length = Math.min(copy.length, bytes.remaining());
            bytes.get(copy, 0, length);
            reader.accept(copy, 0, length);
        }
    }
}
