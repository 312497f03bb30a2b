package ai.ongoing.gateway.api.trace;

import ai.ongoing.gateway.http.Timestamps;
import ai.ongoing.gateway.trace.TraceCursor;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.util.Base64;

/** A page's end as clients carry it: base64url, unpadded, of the last item's creation time, a bar and its id. */
public final class CursorText {

    private CursorText() {}

    public static String of(TraceCursor cursor) {
        String plain = Timestamps.format(cursor.createdAt()) + "|" + cursor.id();
        return Base64.getUrlEncoder().withoutPadding().encodeToString(plain.getBytes(StandardCharsets.UTF_8));
    }

    /** @throws Parameters.Refused saying which part is wrong */
    static TraceCursor parse(String text) {
        String plain = decoded(text);
        int bar = plain.indexOf('|');
        if (bar < 0 || plain.substring(bar + 1).isBlank()) {
            throw refused("missing id");
        }
        try {
            return new TraceCursor(Parameters.instant(plain.substring(0, bar)), plain.substring(bar + 1));
        } catch (DateTimeException _) {
            throw refused("parse created_at");
        }
    }

    private static String decoded(String text) {
        try {
            // The decoder forgives padding; cursors never have any.
            if (text.contains("=")) {
                throw refused("decode base64 cursor");
            }
            return new String(Base64.getUrlDecoder().decode(text), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException _) {
            throw refused("decode base64 cursor");
        }
    }

    private static Parameters.Refused refused(String part) {
        return new Parameters.Refused("trace cursor is invalid: " + part);
    }
}
