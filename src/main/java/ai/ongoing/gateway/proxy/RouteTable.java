package ai.ongoing.gateway.proxy;

import ai.ongoing.gateway.config.ProviderConfig;
import ai.ongoing.gateway.config.ProxyConfig.OnClientDisconnect;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Which provider a request target belongs to, and what is asked of it there. Decides on the raw target: nothing is
 * decoded, so nothing can come out different at the provider. First match in configured order. Immutable.
 */
final class RouteTable {

    private final List<Route> routes;

    RouteTable(List<ProviderConfig> providers) {
        this.routes = providers.stream().map(Route::of).toList();
    }

    List<Route> routes() {
        return routes;
    }

    /** The route of a request target as it stands in the request line; null when no prefix matches. */
    @Nullable
    Route match(String requestTarget) {
        for (Route route : routes) {
            if (route.matches(requestTarget)) {
                return route;
            }
        }
        return null;
    }

    /** A raw path with its percent-encoding resolved as UTF-8; what is no valid encoding stays as it is. */
    static String decoded(String rawPath) {
        if (rawPath.indexOf('%') < 0) {
            return rawPath;
        }
        byte[] bytes = rawPath.getBytes(StandardCharsets.UTF_8);
        int length = 0;
        for (int i = 0; i < bytes.length; i++) {
            int high = bytes[i] == '%' && i + 2 < bytes.length ? Character.digit(bytes[i + 1], 16) : -1;
            int low = high >= 0 ? Character.digit(bytes[i + 2], 16) : -1;
            bytes[length++] = low >= 0 ? (byte) (high << 4 | low) : bytes[i];
            i += low >= 0 ? 2 : 0;
        }
        return new String(bytes, 0, length, StandardCharsets.UTF_8);
    }

    /** The path of an origin-form target. */
    static String pathOf(String originForm) {
        int query = originForm.indexOf('?');
        return query < 0 ? originForm : originForm.substring(0, query);
    }

    /** The origin form of a request target: an absolute one loses its scheme and authority. */
    static String originForm(String requestTarget) {
        if (requestTarget.startsWith("/")) {
            return requestTarget;
        }
        int scheme = requestTarget.indexOf("://");
        if (scheme < 0) {
            return requestTarget;
        }
        for (int i = scheme + 3; i < requestTarget.length(); i++) {
            char c = requestTarget.charAt(i);
            if (c == '/') {
                return requestTarget.substring(i);
            }
            if (c == '?') {
                return "/" + requestTarget.substring(i);
            }
        }
        return "/";
    }

    /**
     * A provider's prefix and the base of its upstream.
     *
     * @param basePath raw path of the upstream's URI; may be empty
     * @param baseQuery raw query of the upstream's URI; may be empty
     * @param onClientDisconnect what happens to the answer when the client goes away
     */
    record Route(
            String provider,
            String prefix,
            URI upstream,
            String basePath,
            String baseQuery,
            OnClientDisconnect onClientDisconnect) {

        static Route of(ProviderConfig provider) {
            URI upstream = provider.upstream();
            String path = upstream.getRawPath();
            String query = upstream.getRawQuery();
            return new Route(
                    provider.name(),
                    provider.prefix(),
                    upstream,
                    path == null ? "" : path,
                    query == null ? "" : query,
                    provider.onClientDisconnect());
        }

        /** Whether the target's path is the prefix or goes on below it, percent-encoded or not. */
        boolean matches(String requestTarget) {
            return endOfPrefix(originForm(requestTarget)) >= 0;
        }

        /** Where the target goes on behind the prefix, which clients may have percent-encoded; -1 when it is another. */
        private int endOfPrefix(String target) {
            int at = prefix.length();
            if (!target.startsWith(prefix)) {
                int query = target.indexOf('?');
                int coded = target.indexOf('%');
                if (coded < 0 || (query >= 0 && coded > query)) {
                    return -1;
                }
                at = 0;
                for (int i = 0; i < prefix.length(); i++) {
                    int length = lengthOf(prefix.charAt(i), target, at);
                    if (length == 0) {
                        return -1;
                    }
                    at += length;
                }
            }
            return at == target.length() || target.charAt(at) == '?' || lengthOf('/', target, at) > 0 ? at : -1;
        }

        /** How many characters stand for this one there; zero when it is another. */
        private static int lengthOf(char wanted, String target, int at) {
            if (at < target.length() && target.charAt(at) == wanted && wanted != '%') {
                return 1;
            }
            boolean coded = at + 2 < target.length() && target.charAt(at) == '%';
            int high = coded ? Character.digit(target.charAt(at + 1), 16) : -1;
            int low = coded ? Character.digit(target.charAt(at + 2), 16) : -1;
            return high >= 0 && low >= 0 && (high << 4 | low) == wanted ? 3 : 0;
        }

        /** The raw path below the prefix, without query; starts with a slash. */
        String pathBelow(String requestTarget) {
            String target = originForm(requestTarget);
            String path = pathOf(target).substring(endOfPrefix(target));
            int slash = lengthOf('/', path, 0);
            return "/" + path.substring(slash);
        }

        /** Path and query as the provider gets them: base path, one slash, the rest untouched, both queries. */
        String target(String requestTarget) {
            String target = originForm(requestTarget);
            int query = target.indexOf('?');
            StringBuilder joined = new StringBuilder(basePath.length() + target.length() + baseQuery.length() + 2);
            joined.append(basePath, 0, basePath.endsWith("/") ? basePath.length() - 1 : basePath.length());
            joined.append(pathBelow(requestTarget));
            String own = query < 0 ? "" : target.substring(query + 1);
            if (query >= 0 || !baseQuery.isEmpty()) {
                joined.append('?').append(baseQuery);
                joined.append(!baseQuery.isEmpty() && !own.isEmpty() ? "&" : "").append(own);
            }
            return joined.toString();
        }

        /** What the provider's {@code Host} header says: the port only when it is not the scheme's own. */
        String host() {
            String host = upstream.getHost();
            int port = upstream.getPort();
            return port < 0 || port == (secure() ? 443 : 80) ? host : host + ":" + port;
        }

        boolean secure() {
            return upstream.getScheme().toLowerCase(Locale.ROOT).equals("https");
        }

        int port() {
            return upstream.getPort() >= 0 ? upstream.getPort() : secure() ? 443 : 80;
        }
    }
}
