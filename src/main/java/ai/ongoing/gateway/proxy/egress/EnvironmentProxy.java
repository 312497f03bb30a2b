package ai.ongoing.gateway.proxy.egress;

import java.net.URI;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which forward proxy leads to an upstream, by the usual variables: {@code HTTPS_PROXY}, {@code HTTP_PROXY},
 * {@code NO_PROXY}, either case. Loopback is never proxied. Immutable.
 */
public final class EnvironmentProxy {

    /** With {@code socks5h} the proxy resolves the provider's name, which it does here with {@code socks5} as well. */
    private static final Set<String> SCHEMES = Set.of("http", "https", "socks5", "socks5h");

    private final Map<String, String> environment;

    public EnvironmentProxy(Map<String, String> environment) {
        this.environment = Map.copyOf(environment);
    }

    /**
     * The proxy to go through; null to go directly.
     *
     * @throws IllegalArgumentException naming the variable when its value is no proxy address
     */
    @Nullable
    public URI proxyFor(URI upstream) {
        String host = unbracketed(upstream.getHost().toLowerCase(Locale.ROOT));
        boolean secure = "https".equalsIgnoreCase(upstream.getScheme());
        int port = upstream.getPort() >= 0 ? upstream.getPort() : secure ? 443 : 80;
        String variable = secure ? "HTTPS_PROXY" : "HTTP_PROXY";
        String value = variable(variable);
        if (value.isBlank() || isLoopback(host) || new ExemptHosts(variable("NO_PROXY")).contains(host, port)) {
            return null;
        }
        String address = value.contains("://") ? value : "http://" + value;
        try {
            URI proxy = URI.create(address.strip());
            if (proxy.getHost() != null && SCHEMES.contains(proxy.getScheme().toLowerCase(Locale.ROOT))) {
                return proxy;
            }
        } catch (IllegalArgumentException invalid) {
            // Told below, without the value: it may hold a password.
        }
        throw new IllegalArgumentException(
                variable + " is not a proxy address: write http://host:port, https://host:port or socks5://host:port");
    }

    /** A URI's host as it is resolved and compared: an IPv6 address without its brackets. */
    static String unbracketed(String host) {
        return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    }

    private String variable(String name) {
        String lower = environment.getOrDefault(name.toLowerCase(Locale.ROOT), "");
        return environment.getOrDefault(name, "").isBlank() ? lower : environment.getOrDefault(name, "");
    }

    private static boolean isLoopback(String host) {
        return host.equals("localhost") || host.startsWith("127.") || host.equals("::1");
    }
}
