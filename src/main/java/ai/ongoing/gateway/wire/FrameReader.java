package ai.ongoing.gateway.wire;

import java.nio.ByteBuffer;

/**
 * Follows the WebSocket frames (RFC 6455) of one direction as their bytes pass, wherever they are cut: hands out the text
 * of messages and tells when a side closes. Holds one window, never a message. What is no frame without extensions ends
 * the reading, not the passing: the peers will refuse it themselves. Not thread-safe.
 */
public final class FrameReader {

    /** Hears what passes. */
    public interface Messages {

        /** Part of a text message, unmasked, in UTF-8 as sent; the array changes after the call. */
        void text(byte[] bytes, int from, int to);

        /** A text message has ended. */
        void textEnded();

        /** A close frame has begun. */
        void closing();
    }

    private static final int WINDOW = 1024;
    private static final int LONGEST_HEAD = 14;
    private static final int LONGEST_CONTROL = 125;

    private static final int CONTINUATION = 0;
    private static final int TEXT = 1;
    private static final int BINARY = 2;
    private static final int CLOSE = 8;
    private static final int PONG = 10;

    private final Messages messages;
    private final byte[] head = new byte[LONGEST_HEAD];
    private final byte[] window = new byte[WINDOW];
    private int headLength;
    private boolean inPayload;
    private long payloadLeft;
    private long payloadSeen;
    private boolean inText;
    private boolean unreadable;

    public FrameReader(Messages messages) {
        this.messages = messages;
    }

    /** Reads the remaining bytes; the buffer's position is left at its limit. */
    public void accept(ByteBuffer bytes) {
        while (bytes.hasRemaining() && !unreadable) {
            if (inPayload) {
                readPayload(bytes);
            } else {
                head[headLength++] = bytes.get();
                if (headLength >= 2 && headLength == lengthOfHead()) {
                    begin();
                }
            }
        }
        bytes.position(bytes.limit());
    }

    private int lengthOfHead() {
        int length = head[1] & 0x7F;
        int extended = length == 126 ? 2 : length == 127 ? 8 : 0;
        return 2 + extended + (masked() ? 4 : 0);
    }

    private boolean masked() {
        return (head[1] & 0x80) != 0;
    }

    private boolean last() {
        return (head[0] & 0x80) != 0;
    }

    private int opcode() {
        return head[0] & 0x0F;
    }

    private void begin() {
        headLength = 0;
        payloadSeen = 0;
        payloadLeft = statedLength();
        unreadable = (head[0] & 0x70) != 0 || payloadLeft < 0 || !known();
        if (unreadable) {
            return;
        }
        if (opcode() == TEXT || opcode() == BINARY) {
            inText = opcode() == TEXT;
        } else if (opcode() == CLOSE) {
            messages.closing();
        }
        inPayload = payloadLeft > 0;
        if (!inPayload) {
            end();
        }
    }

    /** Data, or a control frame, which is short and whole. */
    private boolean known() {
        if (opcode() >= CLOSE) {
            return opcode() <= PONG && payloadLeft <= LONGEST_CONTROL && last();
        }
        return opcode() <= BINARY;
    }

    private long statedLength() {
        int length = head[1] & 0x7F;
        ByteBuffer stated = ByteBuffer.wrap(head);
        return length == 126 ? stated.getShort(2) & 0xFFFF : length == 127 ? stated.getLong(2) : length;
    }

    private void readPayload(ByteBuffer bytes) {
        int count = (int) Math.min(Math.min(bytes.remaining(), payloadLeft), WINDOW);
        if (passesText()) {
            bytes.get(window, 0, count);
            unmask(count);
            messages.text(window, 0, count);
        } else {
            bytes.position(bytes.position() + count);
        }
        payloadSeen += count;
        payloadLeft -= count;
        if (payloadLeft == 0) {
            inPayload = false;
            end();
        }
    }

    private boolean passesText() {
        return inText && (opcode() == TEXT || opcode() == CONTINUATION);
    }

    private void unmask(int count) {
        if (!masked()) {
            return;
        }
        int mask = lengthOfHead() - 4;
        for (int i = 0; i < count; i++) {
            window[i] ^= head[mask + (int) (payloadSeen + i & 3)];
        }
    }

    private void end() {
        if (last() && passesText()) {
            inText = false;
            messages.textEnded();
        }
    }
}
