package ai.ongoing.gateway.proxy;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A provider's answer as its client gets it: head without what belongs to the connection, and how the body travels.
 *
 * @param headers name, value, name, value, ... in the provider's order and spelling
 * @param contentLength length of the body; negative when only its end tells
 * @param bodyless whether the message ends with its head: HEAD, 204, 304 or a length of zero
 * @param webSocket whether it agrees to a WebSocket, and to no extension: none was offered
 */
record AnswerHead(
        int status,
        List<String> headers,
        long contentLength,
        boolean bodyless,
        boolean eventStream,
        boolean webSocket) {

    static AnswerHead of(String requestMethod, int status, List<String> received) {
        List<String> headers = withoutForeign(HopByHopHeaders.strip(received));
        long length = -1;
        boolean events = false;
        for (int i = 0; i < headers.size(); i += 2) {
            if (headers.get(i).equalsIgnoreCase("Content-Length")) {
                length = parsed(headers.get(i + 1));
            } else if (headers.get(i).equalsIgnoreCase("Content-Type")) {
                events = headers.get(i + 1).toLowerCase(Locale.ROOT).contains("text/event-stream");
            }
        }
        boolean bodyless = requestMethod.equals("HEAD") || status == 204 || status == 304 || length == 0;
        return new AnswerHead(status, headers, length, bodyless, events, status == 101 && agreesToWebSocket(received));
    }

    /**
     * What the library below lets through and no client should get: a status that has not three digits (RFC 9110, 15),
     * and a coding that would be lost together with its header. Null when there is nothing.
     */
    static @Nullable String flaw(int status, List<String> received) {
        if (status < 100 || status > 999) {
            return "a status of " + status;
        }
        return HopByHopHeaders.plainlyFramed(received) ? null : "a transfer coding other than chunked, once";
    }

    private static boolean agreesToWebSocket(List<String> received) {
        boolean upgrade = false;
        boolean accept = false;
        for (int i = 0; i < received.size(); i += 2) {
            String name = received.get(i);
            if (name.equalsIgnoreCase("Sec-WebSocket-Extensions")) {
                return false;
            }
            accept |= name.equalsIgnoreCase("Sec-WebSocket-Accept");
            upgrade |= name.equalsIgnoreCase("Upgrade")
                    && received.get(i + 1).strip().equalsIgnoreCase("websocket");
        }
        return upgrade && accept;
    }

    /** Another gateway behind this one must not answer for it, and what the library notes of HTTP/2 was not sent. */
    private static List<String> withoutForeign(List<String> headers) {
        List<String> kept = new ArrayList<>(headers.size());
        for (int i = 0; i < headers.size(); i += 2) {
            String name = headers.get(i);
            if (!name.regionMatches(true, 0, "X-OngoingAI-", 0, 12) && !name.startsWith("x-http2-")) {
                kept.add(name);
                kept.add(headers.get(i + 1));
            }
        }
        return kept;
    }

    private static long parsed(String length) {
        try {
            return Long.parseLong(length.strip());
        } catch (NumberFormatException e) {
            return -1;
        }
    }

    /** Whether each piece must go out as it comes: when nobody knows how much follows, it may be all there is now. */
    boolean flushEachPiece() {
        return contentLength < 0 || eventStream;
    }
}
