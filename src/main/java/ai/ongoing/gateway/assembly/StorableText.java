package ai.ongoing.gateway.assembly;

import org.jspecify.annotations.Nullable;

/**
 * Makes text that came from outside fit for every store. PostgreSQL takes neither NUL nor half a surrogate pair, and an
 * index entry must stay below a third of a page: one strange model name must not cost the trace.
 */
final class StorableText {

    /** Most characters of a value that is indexed: 2,048 bytes of UTF-8 at worst, below PostgreSQL's limit of 2,704. */
    static final int INDEXED = 512;

    private static final char REPLACEMENT = '\uFFFD';

    private StorableText() {}

    /** The text with what no store takes replaced by U+FFFD; the same object when there is nothing to replace. */
    static String of(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == 0 || Character.isSurrogate(c)) {
                return replaced(text);
            }
        }
        return text;
    }

    /** As {@link #of}, cut to the length an index takes; null and empty stay what they are. */
    static @Nullable String indexed(@Nullable String text) {
        return text == null ? null : cut(of(text));
    }

    private static String cut(String text) {
        if (text.length() <= INDEXED) {
            return text;
        }
        int end = Character.isHighSurrogate(text.charAt(INDEXED - 1)) ? INDEXED - 1 : INDEXED;
        return text.substring(0, end);
    }

    private static String replaced(String text) {
        StringBuilder out = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (Character.isHighSurrogate(c) && i + 1 < text.length() && Character.isLowSurrogate(text.charAt(i + 1))) {
                out.append(c).append(text.charAt(++i));
            } else {
                out.append(c == 0 || Character.isSurrogate(c) ? REPLACEMENT : c);
            }
        }
        return out.toString();
    }
}
