package ai.ongoing.gateway.journal.format;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * Builds one frame at a time in memory that is used again and again: nothing is allocated once it has grown to the
 * largest record. Fields go to the front, the characters of all texts behind them in one piece, one byte each where all
 * of them allow it: one copy for many short texts. Not thread-safe.
 */
public final class RecordBuffer {

    static final byte LATIN = 0;
    static final byte WIDE = 1;

    /** Where fields begin: behind the coding of the text and the length of the fields. */
    static final int FIELDS_AT = Frame.PAYLOAD_AT + 5;

    private static final int FIRST_SIZE = 8 * 1024;

    private final CRC32C crc = new CRC32C();
    private final CharsetEncoder latin = StandardCharsets.ISO_8859_1.newEncoder();
    private ByteBuffer bytes = ByteBuffer.allocate(FIRST_SIZE);
    private CharBuffer text = CharBuffer.allocate(FIRST_SIZE);

    void begin(RecordType type, byte version) {
        bytes.clear().position(FIELDS_AT);
        text.clear();
        bytes.put(Frame.TYPE_AT, type.code());
        bytes.put(Frame.VERSION_AT, version);
    }

    void flag(boolean value) {
        room(1).put((byte) (value ? 1 : 0));
    }

    /** A number of 64 bits in as few bytes as it needs, small negative ones among them. */
    void number(long value) {
        ByteBuffer to = room(10);
        long rest = (value << 1) ^ (value >> 63);
        while ((rest & ~0x7FL) != 0) {
            to.put((byte) ((rest & 0x7F) | 0x80));
            rest >>>= 7;
        }
        to.put((byte) rest);
    }

    void optionalNumber(@Nullable Long value) {
        flag(value != null);
        if (value != null) {
            number(value);
        }
    }

    void text(@Nullable String value) {
        if (value == null) {
            number(-1);
            return;
        }
        int length = value.length();
        number(length);
        if (text.remaining() < length) {
            growText(length);
        }
        int at = text.position();
        value.getChars(0, length, text.array(), at);
        text.position(at + length);
    }

    void texts(List<String> values) {
        number(values.size());
        for (int i = 0; i < values.size(); i++) {
            text(values.get(i));
        }
    }

    void blob(byte[] value) {
        number(value.length);
        room(value.length).put(value);
    }

    /** The whole frame, to be written before the next record begins. */
    public ByteBuffer finished() {
        int fields = bytes.position() - FIELDS_AT;
        byte coding = appendText();
        bytes.put(Frame.PAYLOAD_AT, coding);
        bytes.putInt(Frame.PAYLOAD_AT + 1, fields);
        Frame.seal(bytes, crc);
        return bytes;
    }

    private byte appendText() {
        text.flip();
        ByteBuffer to = room(text.remaining());
        int start = to.position();
        boolean narrow = !latin.reset().encode(text, to, true).isError();
        if (narrow) {
            return LATIN;
        }
        // Two bytes a character, half surrogate pairs included: a header may hold anything, and all of it is kept.
        text.rewind();
        room(2 * text.remaining()).position(start);
        bytes.asCharBuffer().put(text);
        bytes.position(start + 2 * text.limit());
        return WIDE;
    }

    private void growText(int more) {
        text = CharBuffer.wrap(Arrays.copyOf(text.array(), Math.addExact(2 * text.position(), more)))
                .position(text.position());
    }

    private ByteBuffer room(int more) {
        if (bytes.remaining() < more) {
            int at = bytes.position();
            long doubled = Math.min(2L * at, Integer.MAX_VALUE - 16L);
            byte[] larger = Arrays.copyOf(bytes.array(), (int) Math.max(doubled, Math.addExact(at, more)));
            bytes = ByteBuffer.wrap(larger).position(at);
        }
        return bytes;
    }
}
