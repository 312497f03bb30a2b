package ai.ongoing.gateway.capture;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/**
 * Takes credentials out of headers before anything keeps them. The header stays, once, so that a trace still tells that
 * a key was sent; its value never does. Immutable.
 */
final class HeaderMask {

    static final String REDACTED = "[REDACTED]";

    /** Browsers cannot set headers for a WebSocket, so a key travels as a made-up protocol. */
    private static final String PROTOCOLS = "Sec-WebSocket-Protocol";

    private final Set<String> credentials = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);

    /**
     * The mask of one gateway.
     *
     * @param gatewayKeyHeader {@code auth.header}; a credential like the others
     */
    HeaderMask(String gatewayKeyHeader) {
        credentials.addAll(List.of(
                "Authorization",
                "Cookie",
                "Set-Cookie",
                "X-API-Key",
                "X-OngoingAI-Gateway-Key",
                "API-Key",
                "Proxy-Authorization",
                "X-Goog-API-Key"));
        credentials.add(gatewayKeyHeader);
    }

    /** A copy of name, value, name, value, ... in which every credential is one {@link #REDACTED}. */
    List<String> masked(List<String> headers) {
        List<String> masked = new ArrayList<>(headers.size());
        Set<String> redacted = Set.of();
        for (int i = 0; i < headers.size(); i += 2) {
            String name = headers.get(i);
            if (name.equalsIgnoreCase(PROTOCOLS)) {
                masked.add(name);
                masked.add(withoutKeys(headers.get(i + 1)));
            } else if (!credentials.contains(name)) {
                masked.add(name);
                masked.add(headers.get(i + 1));
            } else {
                redacted = redacted.isEmpty() ? new TreeSet<>(String.CASE_INSENSITIVE_ORDER) : redacted;
                if (redacted.add(name)) {
                    masked.add(name);
                    masked.add(REDACTED);
                }
            }
        }
        return masked;
    }

    /**
     * Protocols, of which one that names a key, a token or an authorisation before a dot keeps nothing behind it. By hand: a
     * pattern that looks for the word on both sides goes through a long value again from every place in it.
     */
    private static String withoutKeys(String protocols) {
        StringBuilder kept = new StringBuilder(protocols.length());
        int word = 0;
        for (int at = 0; at < protocols.length(); at++) {
            char c = protocols.charAt(at);
            kept.append(c);
            if (c == '.' && namesAKey(protocols, word, at)) {
                int end = at + 1;
                while (end < protocols.length() && !endsProtocol(protocols.charAt(end))) {
                    end++;
                }
                kept.append(end > at + 1 ? REDACTED : "");
                at = end - 1;
            }
            if (!isOfAWord(c)) {
                word = at + 1;
            }
        }
        return kept.toString();
    }

    private static boolean namesAKey(String text, int from, int to) {
        String word = text.substring(from, to).toLowerCase(Locale.ROOT);
        return word.contains("key") || word.contains("token") || word.contains("auth");
    }

    private static boolean endsProtocol(char c) {
        return c == ',' || c == ' ' || (c >= '\t' && c <= '\r');
    }

    private static boolean isOfAWord(char c) {
        return c == '-' || c == '_' || (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
    }
}
