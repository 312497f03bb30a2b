package ai.ongoing.gateway.testkit;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An answer as {@link RawClient} read it.
 *
 * @param body without its framing
 */
@SuppressWarnings("ArrayRecordComponent") // compared by its contents where it matters
public record RawResponse(String statusLine, List<String> headerLines, byte[] body) {

    public int status() {
        return Integer.parseInt(statusLine.split(" ", 3)[1]);
    }

    /** The first value of a header; null when absent. */
    public @Nullable String header(String name) {
        List<String> values = headers(name);
        return values.isEmpty() ? null : values.getFirst();
    }

    /** Every value of a header, in order. */
    public List<String> headers(String name) {
        return HttpWire.values(headerLines, name);
    }

    public String text() {
        return new String(body, StandardCharsets.UTF_8);
    }
}
