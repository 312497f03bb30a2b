package ai.ongoing.gateway.proxy;

import ai.ongoing.gateway.http.ErrorBody;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * An answer that the gateway gives by itself, in plain text as on the whole proxy path.
 *
 * @param headers name, value, name, value, ...; complete but for correlation and trace id
 */
@SuppressWarnings("ArrayRecordComponent") // written once to a socket, never compared
record LocalAnswer(int status, List<String> headers, byte[] body) {

    /** Nothing may reach a provider yet, or any more. */
    static final LocalAnswer NOT_ACCEPTING =
            text(503, "the gateway is not accepting calls now; try again in a moment", "Retry-After", "1");

    /** A body whose end two readers could see in two places must not reach a second reader. */
    static final LocalAnswer UNKNOWN_FRAMING =
            text(400, "the only transfer coding understood is chunked, named once", "Connection", "close");

    /** The provider could not be reached, or broke off before it answered. */
    static final LocalAnswer UPSTREAM_FAILED = text(502, "upstream request failed");

    /** The provider said nothing for {@code proxy.idle_timeout}. */
    static final LocalAnswer UPSTREAM_SILENT = text(504, "upstream timed out");

    /** Too little of the request came for {@code proxy.upload_timeout}, or nothing for {@code proxy.idle_timeout}. */
    static final LocalAnswer CLIENT_SILENT = text(408, "request body timed out");

    /** The answer to a preflight: never the provider's business. */
    static LocalAnswer preflight(Map<String, String> cors) {
        List<String> headers = new ArrayList<>();
        cors.forEach((name, value) -> {
            headers.add(name);
            headers.add(value);
        });
        return new LocalAnswer(204, List.copyOf(headers), new byte[0]);
    }

    private static LocalAnswer text(int status, String sentence, String... more) {
        byte[] body = ErrorBody.text(sentence);
        List<String> headers = new ArrayList<>(List.of(
                "Content-Type",
                ErrorBody.TEXT_TYPE,
                "X-Content-Type-Options",
                "nosniff",
                "Content-Length",
                Integer.toString(body.length)));
        headers.addAll(List.of(more));
        return new LocalAnswer(status, List.copyOf(headers), body);
    }
}
