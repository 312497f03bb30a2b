package ai.ongoing.gateway.assembly;

import ai.ongoing.gateway.trace.Body;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A captured body made storable: its content coding undone where it can be, as text where it is text, else in base64.
 *
 * @param body what is stored
 * @param truncated whether the stored body is shorter than the one that passed
 * @param coding the content coding the stored bytes still have; null when they have none
 */
record StoredBody(Body body, boolean truncated, @Nullable String coding) {

    private static final StoredBody NONE = new StoredBody(Body.NONE, false, null);

    /**
     * Makes captured bytes storable; never throws for bad ones.
     *
     * @param coding content coding they have on the wire; empty when none
     * @param limit most decoded bytes that are kept
     */
    static StoredBody of(byte[] bytes, boolean truncated, String coding, int limit) {
        if (bytes.length == 0) {
            return new StoredBody(Body.NONE, truncated, null);
        }
        String name = coding.strip().toLowerCase(Locale.ROOT);
        if (name.isEmpty() || "identity".equals(name)) {
            return plain(bytes, truncated);
        }
        UnpackedBody unpacked = UnpackedBody.of(bytes, name, limit);
        return unpacked == null
                ? new StoredBody(base64(bytes), truncated, name)
                : plain(unpacked.bytes(), truncated || unpacked.cut());
    }

    static StoredBody none() {
        return NONE;
    }

    private static StoredBody plain(byte[] bytes, boolean truncated) {
        int length = truncated ? wholeCharacters(bytes) : bytes.length;
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes, 0, length))
                    .toString();
            if (text.indexOf(0) < 0) {
                return new StoredBody(Body.text(text), truncated, null);
            }
        } catch (CharacterCodingException notText) {
            // Not text: the bytes are kept as they are, below.
        }
        return new StoredBody(base64(bytes), truncated, null);
    }

    private static Body base64(byte[] bytes) {
        return new Body(Base64.getEncoder().encodeToString(bytes), Body.BASE64);
    }

    /** The length without a character of UTF-8 that the end of the capture cut in two. */
    private static int wholeCharacters(byte[] bytes) {
        int start = bytes.length - 1;
        while (start > bytes.length - 4 && start > 0 && (bytes[start] & 0xC0) == 0x80) {
            start--;
        }
        int lead = bytes[start] & 0xFF;
        int needed = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : lead >= 0xC0 ? 2 : 1;
        return start + needed > bytes.length ? start : bytes.length;
    }
}
