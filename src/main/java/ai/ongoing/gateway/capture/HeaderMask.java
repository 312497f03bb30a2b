package ai.ongoing.gateway.capture;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Takes credentials out of headers before anything keeps them. The header stays, once, so that a trace still tells that
 * a key was sent; its value never does. Immutable.
 */
final class HeaderMask {

    static final String REDACTED = "[REDACTED]";

    private static final String REDACTED_IN_PATTERN = Matcher.quoteReplacement(REDACTED);

    /** Browsers cannot set headers for a WebSocket, so a key travels as a made-up protocol. */
    private static final String PROTOCOLS = "Sec-WebSocket-Protocol";

    private static final Pattern KEY_IN_PROTOCOLS =
            Pattern.compile("(\\b[\\w-]*(?:key|token|auth)[\\w-]*\\.)[^,\\s]+", Pattern.CASE_INSENSITIVE);

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
        for (int i = 0; i < headers.size(); i += 2) {
            String name = headers.get(i);
            if (name.equalsIgnoreCase(PROTOCOLS)) {
                masked.add(name);
                masked.add(KEY_IN_PROTOCOLS.matcher(headers.get(i + 1)).replaceAll("$1" + REDACTED_IN_PATTERN));
            } else if (!credentials.contains(name)) {
                masked.add(name);
                masked.add(headers.get(i + 1));
            } else if (!names(masked, name)) {
                masked.add(name);
                masked.add(REDACTED);
            }
        }
        return masked;
    }

    private static boolean names(List<String> headers, String name) {
        for (int i = 0; i < headers.size(); i += 2) {
            if (headers.get(i).equalsIgnoreCase(name)) {
                return true;
            }
        }
        return false;
    }
}
