package ai.ongoing.gateway.proxy;

import java.net.URI;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which forward proxy leads to an upstream, by the usual variables: {@code HTTPS_PROXY}, {@code HTTP_PROXY},
 * {@code NO_PROXY}, either case. Loopback is never proxied. Immutable.
 */
final class EnvironmentProxy {

    private final Map<String, String> environment;

    EnvironmentProxy(Map<String, String> environment) {
        this.environment = Map.copyOf(environment);
    }

    /**
     * The proxy to go through; null to go directly.
     *
     * @throws IllegalArgumentException naming the variable when its value is no proxy address
     */
    @Nullable
    URI proxyFor(URI upstream) {
        String host = upstream.getHost().toLowerCase(Locale.ROOT);
        String variable = "https".equalsIgnoreCase(upstream.getScheme()) ? "HTTPS_PROXY" : "HTTP_PROXY";
        String value = variable(variable);
        if (value.isBlank() || isLoopback(host) || exempt(host, upstream.getPort())) {
            return null;
        }
        String address = value.contains("://") ? value : "http://" + value;
        try {
            URI proxy = URI.create(address.strip());
            if (proxy.getHost() != null && "http".equalsIgnoreCase(proxy.getScheme())) {
                return proxy;
            }
        } catch (IllegalArgumentException invalid) {
            // Told below, without the value: it may hold a password.
        }
        throw new IllegalArgumentException(variable + " is not a proxy address: write http://host:port");
    }

    private String variable(String name) {
        String lower = environment.getOrDefault(name.toLowerCase(Locale.ROOT), "");
        return environment.getOrDefault(name, "").isBlank() ? lower : environment.getOrDefault(name, "");
    }

    private static boolean isLoopback(String host) {
        return host.equals("localhost") || host.startsWith("127.") || host.equals("[::1]");
    }

    private boolean exempt(String host, int port) {
        for (String entry : variable("NO_PROXY").split(",", -1)) {
            if (matches(entry.strip().toLowerCase(Locale.ROOT), host, port)) {
                return true;
            }
        }
        return false;
    }

    /** {@code *} is all, {@code example.com} that host and those below it, {@code .example.com} only those below. */
    private static boolean matches(String entry, String host, int port) {
        if (entry.isEmpty()) {
            return false;
        }
        if (entry.equals("*")) {
            return true;
        }
        int colon = entry.lastIndexOf(':');
        String name = entry;
        if (colon > 0 && entry.indexOf(':') == colon) {
            if (!entry.substring(colon + 1).equals(Integer.toString(port))) {
                return false;
            }
            name = entry.substring(0, colon);
        }
        if (name.startsWith("*.")) {
            name = name.substring(1);
        }
        return name.startsWith(".") ? host.endsWith(name) : host.equals(name) || host.endsWith("." + name);
    }
}
