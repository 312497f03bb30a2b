package ai.ongoing.gateway.http;

import java.nio.charset.StandardCharsets;

/** The bodies of refusals: JSON from the API, plain text from the proxy path and for unknown paths. */
public final class ErrorBody {

    /** Content type of {@link #json}. */
    public static final String JSON_TYPE = "application/json";

    /** Content type of {@link #text}; such answers also say {@code X-Content-Type-Options: nosniff}. */
    public static final String TEXT_TYPE = "text/plain; charset=utf-8";

    private ErrorBody() {}

    /** {@code {"error":"message"}} and a line feed, in UTF-8. */
    public static byte[] json(String message) {
        return Json.object(body -> body.text("error", message));
    }

    /** The message and a line feed, in UTF-8. */
    public static byte[] text(String message) {
        return (message + "\n").getBytes(StandardCharsets.UTF_8);
    }
}
