package ai.ongoing.gateway.trace;

import org.jspecify.annotations.Nullable;

/**
 * A captured body as it is stored.
 *
 * @param text the body's text; empty when nothing was captured
 * @param encoding {@code base64} when the bytes cannot be held as text by every backend (NUL, invalid UTF-8), else null
 */
public record Body(String text, @Nullable String encoding) {

    /** The encoding of bytes that are not storable text. */
    public static final String BASE64 = "base64";

    /** No body was captured. */
    public static final Body NONE = new Body("", null);

    public static Body text(String text) {
        return text.isEmpty() ? NONE : new Body(text, null);
    }
}
