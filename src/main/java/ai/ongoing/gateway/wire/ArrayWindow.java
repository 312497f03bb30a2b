package ai.ongoing.gateway.wire;

import java.nio.ByteBuffer;

/**
 * Hands the bytes of any buffer to a reader of arrays; what lies outside the heap passes through one small copy, which every
 * thread has one of: a stream between two pieces holds none. The reader must neither keep the array nor come back here.
 */
public final class ArrayWindow {

    private static final int BYTES = 4096;

    private static final ThreadLocal<byte[]> OF_THREAD = ThreadLocal.withInitial(() -> new byte[BYTES]);

    private ArrayWindow() {}

    /** Reads the buffer to its limit. */
    public static void pass(ByteBuffer bytes, ByteSink reader) {
        if (bytes.hasArray()) {
            int from = bytes.arrayOffset() + bytes.position();
            reader.accept(bytes.array(), from, from + bytes.remaining());
            bytes.position(bytes.limit());
            return;
        }
        byte[] copy = OF_THREAD.get();
        while (bytes.hasRemaining()) {
            int length = Math.min(copy.length, bytes.remaining());
            bytes.get(copy, 0, length);
            reader.accept(copy, 0, length);
        }
    }
}
