package ai.ongoing.gateway.proxy;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A call as its provider gets it: the client's own request less what belongs to the connection or to the gateway.
 *
 * @param target path and query
 * @param headers name, value, name, value, ... in the client's order and spelling; complete, framing included
 * @param hasBody whether a body follows
 * @param webSocket whether the provider is asked to speak WebSocket from then on
 */
record UpstreamRequest(String method, String target, List<String> headers, boolean hasBody, boolean webSocket) {

    private static final String GATEWAY_PREFIX = "X-OngoingAI-";

    /**
     * Decides what the provider gets.
     *
     * @param gatewayKeyHeader {@code auth.header}; never forwarded, whether or not keys are asked for
     */
    static UpstreamRequest of(RouteTable.Route route, IncomingHead head, String gatewayKeyHeader) {
        List<String> headers = new ArrayList<>(head.headers().size() + 2);
        boolean hosted = false;
        List<String> passing = HopByHopHeaders.strip(head.headers());
        for (int i = 0; i < passing.size(); i += 2) {
            String name = passing.get(i);
            if (name.equalsIgnoreCase("Host")) {
                if (!hosted) {
                    headers.add(name);
                    headers.add(route.host());
                    hosted = true;
                }
            } else if (!staysHere(name, gatewayKeyHeader)) {
                headers.add(name);
                headers.add(passing.get(i + 1));
            }
        }
        if (!hosted) {
            headers.addFirst(route.host());
            headers.addFirst("Host");
        }
        if (head.chunked()) {
            headers.add("Transfer-Encoding");
            headers.add("chunked");
        }
        if (head.wantsWebSocket()) {
            headers.addAll(List.of("Connection", "Upgrade", "Upgrade", "websocket"));
        }
        return new UpstreamRequest(
                head.method(), route.target(head.target()), headers, head.hasBody(), head.wantsWebSocket());
    }

    /**
     * {@code Expect} was answered by the gateway itself; asking the provider again could only confuse it. Extensions of
     * WebSocket change what frames hold, so that the record could not be read.
     */
    private static boolean staysHere(String name, String gatewayKeyHeader) {
        return name.regionMatches(true, 0, GATEWAY_PREFIX, 0, GATEWAY_PREFIX.length())
                || name.equalsIgnoreCase(gatewayKeyHeader)
                || name.equalsIgnoreCase("Expect")
                || name.equalsIgnoreCase("Sec-WebSocket-Extensions");
    }

    /** Names the request without its headers and query, which may hold credentials. */
    @Override
    public String toString() {
        return "UpstreamRequest[" + method + " " + RouteTable.pathOf(target) + "]";
    }

    /**
     * A request's head as it came in.
     *
     * @param target the request line's target, raw
     * @param headers name, value, name, value, ... in order
     */
    record IncomingHead(String method, String target, List<String> headers) {

        /** The first value of a header, whatever the name's case; null when absent. */
        @Nullable
        String header(String name) {
            for (int i = 0; i < headers.size(); i += 2) {
                if (headers.get(i).equalsIgnoreCase(name)) {
                    return headers.get(i + 1);
                }
            }
            return null;
        }

        boolean chunked() {
            return header("Transfer-Encoding") != null;
        }

        /** Whether where the body ends is said in one way only. Lengths that contradict each other do not get here. */
        boolean plainlyFramed() {
            return HopByHopHeaders.plainlyFramed(headers);
        }

        boolean hasBody() {
            String length = header("Content-Length");
            return chunked() || (length != null && !length.strip().equals("0"));
        }

        /** Names the request without its headers, which hold credentials. */
        @Override
        public String toString() {
            return "IncomingHead[" + method + " " + RouteTable.pathOf(target) + "]";
        }

        /** Whether a WebSocket is asked for. Other upgrades (h2c) may be ignored, as RFC 9110 allows. */
        boolean wantsWebSocket() {
            String upgrade = header("Upgrade");
            return upgrade != null
                    && upgrade.strip().equalsIgnoreCase("websocket")
                    && method.equals("GET")
                    && !hasBody();
        }
    }
}
