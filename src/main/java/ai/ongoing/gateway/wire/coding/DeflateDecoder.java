package ai.ongoing.gateway.wire.coding;

import ai.ongoing.gateway.wire.ByteSink;
import org.jspecify.annotations.Nullable;

/**
 * The coding "deflate": zlib data as the standard says, or raw deflate data as some servers send. Two bytes tell them
 * apart.
 */
final class DeflateDecoder implements ContentDecoder {

    private final byte[] head = new byte[2];
    private int headLength;
    private @Nullable Inflation inflation;

    @Override
    public void accept(byte[] bytes, int from, int to, ByteSink out) {
        int i = from;
        while (headLength < 2 && i < to) {
            head[headLength++] = bytes[i++];
            if (headLength == 2) {
                inflation = new Inflation(!zlib());
                inflate(head, 0, 2, out);
            }
        }
        inflate(bytes, i, to, out);
    }

    private boolean zlib() {
        int first = head[0] & 0xFF;
        return (first & 0x0F) == 8 && ((first << 8) | (head[1] & 0xFF)) % 31 == 0;
    }

    private void inflate(byte[] bytes, int from, int to, ByteSink out) {
        Inflation current = inflation;
        if (current != null && from < to && !current.finished() && !current.corrupt()) {
            current.accept(bytes, from, to, out);
        }
    }

    @Override
    public boolean whole() {
        Inflation current = inflation;
        return current == null ? headLength == 0 : current.finished() && !current.corrupt();
    }

    @Override
    public boolean corrupt() {
        return inflation != null && inflation.corrupt();
    }

    @Override
    public void close() {
        if (inflation != null) {
            inflation.close();
        }
    }
}
