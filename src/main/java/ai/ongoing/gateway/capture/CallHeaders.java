package ai.ongoing.gateway.capture;

import ai.ongoing.gateway.journal.Credential;
import ai.ongoing.gateway.trace.Lineage;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What a call's headers say beside what they say to the provider: where it stands in a chain, and whose key it uses. */
final class CallHeaders {

    private static final String GATEWAY = "X-OngoingAI-";
    private static final String BEARER = "Bearer ";

    private CallHeaders() {}

    /** The first value of a header in name, value, name, value, ...; null when absent. */
    static @Nullable String first(List<String> headers, String name) {
        for (int i = 0; i < headers.size(); i += 2) {
            if (headers.get(i).equalsIgnoreCase(name)) {
                return headers.get(i + 1);
            }
        }
        return null;
    }

    /** The provider key: the bearer token, else the whole {@code Authorization}, else {@code X-API-Key}. */
    static Credential credential(List<String> headers) {
        String authorization = said(headers, "Authorization");
        if (authorization != null) {
            boolean bearer = authorization.regionMatches(true, 0, BEARER, 0, BEARER.length());
            return Credential.ofKey(
                    bearer ? authorization.substring(BEARER.length()).strip() : authorization);
        }
        String key = said(headers, "X-API-Key");
        return key == null ? Credential.NONE : Credential.ofKey(key);
    }

    /** Where the client says that the call stands. One pass over the headers for the usual call, which says nothing. */
    static Lineage lineage(List<String> headers) {
        if (!anySaid(headers)) {
            return Lineage.NONE;
        }
        return new Lineage(
                said(headers, "X-OngoingAI-Trace-Group-ID"),
                said(headers, "X-OngoingAI-Thread-ID"),
                said(headers, "X-OngoingAI-Run-ID"),
                said(headers, "X-OngoingAI-Parent-Checkpoint-ID"),
                sequence(said(headers, "X-OngoingAI-Checkpoint-Seq")));
    }

    private static boolean anySaid(List<String> headers) {
        for (int i = 0; i < headers.size(); i += 2) {
            if (headers.get(i).regionMatches(true, 0, GATEWAY, 0, GATEWAY.length())) {
                return true;
            }
        }
        return false;
    }

    private static @Nullable String said(List<String> headers, String name) {
        String value = first(headers, name);
        return value == null || value.isBlank() ? null : value.strip();
    }

    /** What is no whole number from zero on is ignored, as the contract says. */
    private static @Nullable Long sequence(@Nullable String value) {
        if (value == null || !value.chars().allMatch(digit -> digit >= '0' && digit <= '9')) {
            return null;
        }
        return value.length() <= 18 ? Long.valueOf(value) : null;
    }

    /** Whether a content type is that of an event stream. */
    static boolean isEventStream(@Nullable String contentType) {
        return contentType != null && contentType.toLowerCase(Locale.ROOT).contains("text/event-stream");
    }
}
