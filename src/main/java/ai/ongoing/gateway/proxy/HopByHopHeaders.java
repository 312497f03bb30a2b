package ai.ongoing.gateway.proxy;

import ai.ongoing.gateway.http.Framing;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * The headers that belong to one connection and not to the message (RFC 9110, 7.6.1): they are removed both ways. Works
 * on flat lists of name, value, name, value, ... and allocates only the result.
 */
final class HopByHopHeaders {

    private HopByHopHeaders() {}

    /** The headers without those of the connection and those that {@code Connection} names, order kept. */
    static List<String> strip(List<String> headers) {
        Set<String> named = namedByConnection(headers);
        List<String> kept = new ArrayList<>(headers.size() + 2);
        for (int i = 0; i < headers.size(); i += 2) {
            String name = headers.get(i);
            if (!belongsToConnection(name) && !named.contains(name)) {
                kept.add(name);
                kept.add(headers.get(i + 1));
            }
        }
        return kept;
    }

    /** Switching on the length first spares most comparisons: this runs for every header of every call, twice. */
    static boolean belongsToConnection(String name) {
        return switch (name.length()) {
            case 2 -> name.equalsIgnoreCase("TE");
            case 7 -> name.equalsIgnoreCase("Trailer") || name.equalsIgnoreCase("Upgrade");
            case 10 -> name.equalsIgnoreCase("Connection") || name.equalsIgnoreCase("Keep-Alive");
            case 16 -> name.equalsIgnoreCase("Proxy-Connection");
            case 17 -> name.equalsIgnoreCase("Transfer-Encoding");
            case 18 -> name.equalsIgnoreCase("Proxy-Authenticate");
            case 19 -> name.equalsIgnoreCase("Proxy-Authorization");
            default -> false;
        };
    }

    /** A set, not a list: a megabyte of headers may name a quarter of a million others. */
    private static Set<String> namedByConnection(List<String> headers) {
        Set<String> names = Set.of();
        for (int i = 0; i < headers.size(); i += 2) {
            if (headers.get(i).equalsIgnoreCase("Connection")) {
                names = names.isEmpty() ? new TreeSet<>(String.CASE_INSENSITIVE_ORDER) : names;
                add(names, headers.get(i + 1));
            }
        }
        return names;
    }

    private static void add(Set<String> names, String connection) {
        int start = 0;
        while (start <= connection.length()) {
            int comma = connection.indexOf(',', start);
            int end = comma < 0 ? connection.length() : comma;
            String name = connection.substring(start, end).strip();
            // Framing and routing are not the sender's to take away by naming them.
            if (!name.isEmpty() && !name.equalsIgnoreCase("Content-Length") && !name.equalsIgnoreCase("Host")) {
                names.add(name);
            }
            start = end + 1;
        }
    }

    /** Whether where a message's body ends is said in one way only: by chunks or by lengths, and by no coding else. */
    static boolean plainlyFramed(List<String> headers) {
        List<String> codings = values(headers, "Transfer-Encoding");
        return codings.isEmpty()
                || (Framing.isPlain(codings)
                        && values(headers, "Content-Length").isEmpty());
    }

    private static List<String> values(List<String> headers, String name) {
        List<String> values = List.of();
        for (int i = 0; i < headers.size(); i += 2) {
            if (headers.get(i).equalsIgnoreCase(name)) {
                values = values.isEmpty() ? new ArrayList<>(1) : values;
                values.add(headers.get(i + 1));
            }
        }
        return values;
    }
}
