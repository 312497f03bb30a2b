package ai.ongoing.gateway.http;

import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The id that joins an answer, its log lines and its trace: the client's own when it is acceptable, else a new one. */
public final class CorrelationId {

    /** The header that carries the id on every response. */
    public static final String HEADER = "X-OngoingAI-Correlation-ID";

    private static final List<String> CANDIDATES = List.of(HEADER, "X-Request-ID", "X-Correlation-ID");
    private static final int MAX_LENGTH = 128;
    private static final TimeOrderedIds NEW = new TimeOrderedIds(System::currentTimeMillis);

    private CorrelationId() {}

    /**
     * The first acceptable id among the request's headers, cut to 128 characters, or {@code corr-} and 32
     * hexadecimal digits that sort by time.
     *
     * @param header finds a request header by its name, whatever its case; null when absent
     */
    public static String accept(Function<String, @Nullable String> header) {
        for (String candidate : CANDIDATES) {
            String id = cleaned(header.apply(candidate));
            if (id != null) {
                return id;
            }
        }
        return generated();
    }

    private static @Nullable String cleaned(@Nullable String value) {
        if (value == null) {
            return null;
        }
        String trimmed = value.strip();
        String id = trimmed.length() > MAX_LENGTH ? trimmed.substring(0, MAX_LENGTH) : trimmed;
        return !id.isEmpty() && id.chars().allMatch(CorrelationId::allowed) ? id : null;
    }

    private static boolean allowed(int character) {
        return (character >= 'a' && character <= 'z')
                || (character >= 'A' && character <= 'Z')
                || (character >= '0' && character <= '9')
                || "-_.:".indexOf(character) >= 0;
    }

    /**
     * In order of time: of random ones each goes to a page of its own in the index, which is then written for it alone, twice,
     * and stays a third empty.
     */
    private static String generated() {
        return "corr-" + NEW.next();
    }
}
