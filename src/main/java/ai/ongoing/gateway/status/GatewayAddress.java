package ai.ongoing.gateway.status;

import ai.ongoing.gateway.config.ServerConfig;

/** Where a gateway on this machine answers, as its configuration says. */
public final class GatewayAddress {

    private GatewayAddress() {}

    /** Without a slash at the end; a gateway that listens everywhere is asked on {@code localhost}. */
    public static String of(ServerConfig server) {
        String host = server.host().strip();
        boolean wildcard = host.isEmpty() || host.equals("0.0.0.0") || host.equals("::") || host.equals("[::]");
        String shown = wildcard ? "localhost" : host.contains(":") && !host.startsWith("[") ? "[" + host + "]" : host;
        return "http://" + shown + ":" + server.port();
    }
}
