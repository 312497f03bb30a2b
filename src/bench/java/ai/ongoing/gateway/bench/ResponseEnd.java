package ai.ongoing.gateway.bench;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.zip.CRC32C;

/**
 * Finds where an HTTP/1.1 answer ends, by Content-Length or by chunks, in pieces of any size; of bodies only a checksum is
 * kept. One instance a connection, for one answer after the other. Not thread-safe.
 */
final class ResponseEnd {

    private enum State {
        HEAD,
        BODY,
        CHUNK_SIZE,
        CHUNK,
        CHUNK_END,
        TRAILER
    }

    private static final int HEAD_LIMIT = 16 * 1024;

    private final byte[] head = new byte[HEAD_LIMIT];
    private int headLength;
    private State state = State.HEAD;
    private long left;
    private int status;
    private int lineLength;
    private final CRC32C crc = new CRC32C();
    private long bodyBytes;

    /** The status of the answer whose head was read last; 0 before. */
    int status() {
        return status;
    }

    /** Makes ready for the next answer. */
    void reset() {
        headLength = 0;
        status = 0;
        state = State.HEAD;
        crc.reset();
        bodyBytes = 0;
    }

    /** Of the answer's body, as far as it has come. */
    long bodyBytes() {
        return bodyBytes;
    }

    BodyPrint print() {
        return new BodyPrint(bodyBytes, crc.getValue());
    }

    /** Takes what has arrived; true when the answer is complete, with what follows left in the buffer. */
    boolean complete(ByteBuffer in) {
        while (in.hasRemaining()) {
            boolean done = switch (state) {
                case HEAD -> head(in.get());
                case BODY -> skip(in);
                case CHUNK_SIZE -> chunkSize(in.get());
                case CHUNK -> {
                    if (skip(in)) {
                        state = State.CHUNK_END;
                    }
                    yield false;
                }
                case CHUNK_END -> chunkEnd(in.get());
                case TRAILER -> trailer(in.get());
            };
            if (done) {
                return true;
            }
        }
        return false;
    }

    private boolean head(byte b) {
        if (headLength == HEAD_LIMIT) {
            throw new IllegalStateException("an answer's headers exceed " + HEAD_LIMIT + " bytes");
        }
        head[headLength++] = b;
        if (b != '\n' || headLength < 4 || head[headLength - 2] != '\r' || head[headLength - 3] != '\n') {
            return false;
        }
        String text = new String(head, 0, headLength, StandardCharsets.ISO_8859_1).toLowerCase(Locale.ROOT);
        status = Integer.parseInt(text.substring(9, 12));
        int length = text.indexOf("\r\ncontent-length:");
        if (length >= 0) {
            int from = text.indexOf(':', length) + 1;
            left = Long.parseLong(
                    text.substring(from, text.indexOf("\r\n", from)).strip());
            state = State.BODY;
            return left == 0;
        }
        if (!text.contains("transfer-encoding: chunked")) {
            throw new IllegalStateException("an answer without length and chunks");
        }
        left = 0;
        state = State.CHUNK_SIZE;
        return false;
    }

    private boolean skip(ByteBuffer in) {
        int n = (int) Math.min(left, in.remaining());
        crc.update(in.slice(in.position(), n));
        in.position(in.position() + n);
        bodyBytes += n;
        left -= n;
        return left == 0;
    }

    private boolean chunkSize(byte b) {
        int digit = Character.digit(b, 16);
        if (digit >= 0) {
            left = left * 16 + digit;
        } else if (b == '\n') {
            lineLength = 0;
            state = left == 0 ? State.TRAILER : State.CHUNK;
        }
        return false;
    }

    private boolean chunkEnd(byte b) {
        if (b == '\n') {
            state = State.CHUNK_SIZE;
        }
        return false;
    }

    private boolean trailer(byte b) {
        if (b == '\n') {
            boolean empty = lineLength == 0;
            lineLength = 0;
            return empty;
        }
        if (b != '\r') {
            lineLength++;
        }
        return false;
    }
}
