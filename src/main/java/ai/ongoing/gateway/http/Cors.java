package ai.ongoing.gateway.http;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which browser pages may read the gateway's answers. Same-origin by default, which takes no header at all; other
 * origins only as configured. Immutable.
 */
public final class Cors {

    private static final String ANY = "*";
    private static final String METHODS = "GET, POST, DELETE, OPTIONS";
    private static final String REQUEST_HEADERS = "Content-Type, Authorization, X-API-Key, X-OngoingAI-Gateway-Key";
    private static final String EXPOSED = CorrelationId.HEADER + ", X-OngoingAI-Trace-ID";

    private final Set<String> origins;
    private final boolean any;
    private final String allowedHeaders;

    /**
     * @param origins {@code server.cors_origins}: full origins such as {@code https://console.example.com}, or {@code *}
     * @param gatewayKeyHeader {@code auth.header}; named to browsers when it is not the usual one
     */
    public Cors(List<String> origins, String gatewayKeyHeader) {
        this.origins = Set.copyOf(origins);
        this.any = origins.contains(ANY);
        this.allowedHeaders = named(gatewayKeyHeader) ? REQUEST_HEADERS : REQUEST_HEADERS + ", " + gatewayKeyHeader;
    }

    private static boolean named(String header) {
        return List.of(REQUEST_HEADERS.split(", ", -1)).stream().anyMatch(header::equalsIgnoreCase);
    }

    /** The headers to add to an answer; none unless the page's origin is a configured one. */
    public Map<String, String> headers(@Nullable String origin) {
        if (origins.isEmpty()) {
            return Map.of();
        }
        Map<String, String> headers = new LinkedHashMap<>();
        if (!any) {
            // A cache must not serve one origin's answer to another.
            headers.put("Vary", "Origin");
        }
        if (origin != null && (any || origins.contains(origin))) {
            headers.put("Access-Control-Allow-Origin", any ? ANY : origin);
            headers.put("Access-Control-Allow-Methods", METHODS);
            headers.put("Access-Control-Allow-Headers", allowedHeaders);
            headers.put("Access-Control-Expose-Headers", EXPOSED);
        }
        return headers;
    }
}
