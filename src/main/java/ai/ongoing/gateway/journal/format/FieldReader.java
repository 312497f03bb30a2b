package ai.ongoing.gateway.journal.format;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Takes a payload apart in the order in which {@link RecordBuffer} put it together. A payload that holds something else
 * ends in an unchecked exception of the JDK, which {@link RecordDecoding} turns into one sentence. Not thread-safe.
 */
final class FieldReader {

    private final ByteBuffer fields;
    private final String text;
    private int textAt;

    FieldReader(ByteBuffer payload) {
        byte coding = payload.get();
        int length = payload.getInt();
        this.fields = payload.slice(payload.position(), length);
        this.text = text(payload.position(payload.position() + length).slice(), coding);
    }

    private static String text(ByteBuffer bytes, byte coding) {
        if (coding == RecordBuffer.LATIN) {
            return new String(bytes.array(), bytes.arrayOffset(), bytes.remaining(), StandardCharsets.ISO_8859_1);
        }
        // Not through a charset: it would replace half surrogate pairs.
        char[] chars = new char[bytes.remaining() / 2];
        bytes.asCharBuffer().get(chars);
        return new String(chars);
    }

    boolean flag() {
        return fields.get() != 0;
    }

    long number() {
        long bits = 0;
        int shift = 0;
        byte next;
        do {
            next = fields.get();
            bits |= (next & 0x7FL) << shift;
            shift += 7;
        } while (next < 0);
        return (bits >>> 1) ^ -(bits & 1);
    }

    int smallNumber() {
        return Math.toIntExact(number());
    }

    @Nullable
    Long optionalNumber() {
        return flag() ? number() : null;
    }

    Instant time() {
        return Instant.ofEpochSecond(number(), number());
    }

    @Nullable
    String optionalText() {
        int length = smallNumber();
        if (length < 0) {
            return null;
        }
        int start = textAt;
        textAt += length;
        return text.substring(start, textAt);
    }

    String text() {
        return Objects.requireNonNull(optionalText(), "a text is missing");
    }

    List<String> texts() {
        int count = smallNumber();
        List<String> texts = new ArrayList<>(Math.min(count, fields.remaining()));
        for (int i = 0; i < count; i++) {
            texts.add(text());
        }
        return texts;
    }

    byte[] blob() {
        int length = smallNumber();
        if (length > fields.remaining()) {
            throw new IndexOutOfBoundsException("a body of " + length + " bytes in " + fields.remaining());
        }
        byte[] blob = new byte[length];
        fields.get(blob);
        return blob;
    }
}
