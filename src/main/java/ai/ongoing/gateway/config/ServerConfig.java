package ai.ongoing.gateway.config;

import java.time.Duration;
import java.util.List;

/**
 * The {@code server} section.
 *
 * @param host address to listen on; empty means the default, 127.0.0.1
 * @param port 1 to 65535
 * @param corsOrigins origins that may read the API from a browser; empty means same-origin only, {@code *} means all
 * @param shutdownTimeout how long running streams may go on after a stop was asked for
 * @param maxHeaderBytes most bytes of a request line before 414, and of the headers before 431
 */
public record ServerConfig(
        String host, int port, List<String> corsOrigins, Duration shutdownTimeout, int maxHeaderBytes) {

    public ServerConfig {
        corsOrigins = List.copyOf(corsOrigins);
    }
}
