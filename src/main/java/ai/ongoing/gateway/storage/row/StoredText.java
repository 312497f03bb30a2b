package ai.ongoing.gateway.storage.row;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Makes text fit for both backends, so that one strange value never costs a batch. Bodies arrive fit already (base64
 * when they are not text); names, paths and headers come from clients and providers as they please.
 */
final class StoredText {

    /**
     * Longest value of an indexed column, in UTF-16 units: at three bytes a unit it stays under the 2,704 bytes
     * PostgreSQL takes into a B-tree entry, tenant included. Larger ones would be refused, row and batch with them.
     */
    static final int INDEXED_LENGTH = 512;

    private static final char REPLACEMENT = '\uFFFD';

    /** An escaped NUL or lone surrogate in JSON text; the first group is what precedes it, an even run of backslashes. */
    private static final Pattern UNSTORABLE_ESCAPE = Pattern.compile(
            "(?<!\\\\)((?:\\\\\\\\)*)\\\\u(?:0000|[dD][89abAB]\\p{XDigit}{2}\\\\u[dD][c-fC-F]\\p{XDigit}{2}|[dD][89a-fA-F]\\p{XDigit}{2})");

    private StoredText() {}

    /** Replaces NUL and lone surrogates, which PostgreSQL cannot hold, by U+FFFD. Returns the same string when fit. */
    static @Nullable String fit(@Nullable String text) {
        if (text == null || isFit(text)) {
            return text;
        }
        StringBuilder fit = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (Character.isHighSurrogate(c) && i + 1 < text.length() && Character.isLowSurrogate(text.charAt(i + 1))) {
                fit.append(c).append(text.charAt(++i));
            } else {
                fit.append(c == 0 || Character.isSurrogate(c) ? REPLACEMENT : c);
            }
        }
        return fit.toString();
    }

    /** {@link #fit} and short enough for an index; filters cut what they look for in the same way. */
    static @Nullable String indexed(@Nullable String text) {
        String fit = fit(text);
        if (fit == null || fit.length() <= INDEXED_LENGTH) {
            return fit;
        }
        boolean splitsAPair = Character.isHighSurrogate(fit.charAt(INDEXED_LENGTH - 1));
        return fit.substring(0, splitsAPair ? INDEXED_LENGTH - 1 : INDEXED_LENGTH);
    }

    /** As indexes say it that leave out what only the older program wrote: no server takes more into one. */
    static String isShort(String column) {
        return "length(" + column + ") <= " + INDEXED_LENGTH;
    }

    /** {@link #fit}, and the same for what JSON writes as escapes: jsonb refuses those too. */
    static @Nullable String json(@Nullable String text) {
        String fit = fit(text);
        if (fit == null || !fit.contains("\\u")) {
            return fit;
        }
        return UNSTORABLE_ESCAPE
                .matcher(fit)
                .replaceAll(escape -> Matcher.quoteReplacement(
                        isPair(escape.group().substring(escape.group(1).length()))
                                ? escape.group()
                                : escape.group(1) + "\\ufffd"));
    }

    private static boolean isPair(String escape) {
        return escape.length() == 12;
    }

    /** One comparison tells whether a letter is to be looked at: subtracting one makes NUL the largest of all. */
    private static boolean isFit(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if ((char) (c - 1) >= Character.MIN_SURROGATE - 1 && (c == 0 || Character.isSurrogate(c))) {
                boolean pair = Character.isHighSurrogate(c)
                        && i + 1 < text.length()
                        && Character.isLowSurrogate(text.charAt(i + 1));
                if (!pair) {
                    return false;
                }
                i++;
            }
        }
        return true;
    }
}
