package ai.ongoing.gateway.startup;

import ai.ongoing.gateway.config.ServerConfig;
import java.net.InetAddress;
import java.net.UnknownHostException;

/**
 * Where the gateway listens.
 *
 * @param host as configured, without brackets
 */
public record ListenAddress(String host, int port) {

    private static final String DEFAULT_HOST = "127.0.0.1";

    public static ListenAddress of(ServerConfig server) {
        String host = server.host().strip();
        if (host.startsWith("[") && host.endsWith("]")) {
            host = host.substring(1, host.length() - 1);
        }
        return new ListenAddress(host.isEmpty() ? DEFAULT_HOST : host, server.port());
    }

    /** Host and port as people write them; an IPv6 address in brackets. */
    public String text() {
        return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
    }

    /**
     * The address behind the host.
     *
     * @throws StartupFailure when the name leads nowhere
     */
    public InetAddress resolved() {
        try {
            return InetAddress.getByName(host);
        } catch (UnknownHostException e) {
            throw StartupFailure.of(
                    "failed to listen on " + text(),
                    new IllegalArgumentException("server.host \"" + host + "\" is no address of this machine", e));
        }
    }

    /** Whether only this machine can reach it. */
    boolean loopback() {
        return resolved().isLoopbackAddress();
    }
}
