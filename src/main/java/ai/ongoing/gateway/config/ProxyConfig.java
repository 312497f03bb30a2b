package ai.ongoing.gateway.config;

import java.time.Duration;

/**
 * The {@code proxy} section.
 *
 * @param idleTimeout longest silence of the provider or of an uploading client before the exchange is given up
 * @param uploadTimeout time over which a request's body must bring 240 bytes a second, before there is an answer
 * @param connectTimeout longest wait for a connection to the provider
 * @param maxConnections most open connections to one provider
 * @param onClientDisconnect what happens to a provider's answer when the client goes away, unless the provider's own
 *     setting says otherwise
 */
public record ProxyConfig(
        Duration idleTimeout,
        Duration uploadTimeout,
        Duration connectTimeout,
        int maxConnections,
        OnClientDisconnect onClientDisconnect) {

    /** The choices of {@code proxy.on_client_disconnect}. */
    public enum OnClientDisconnect {
        /** Stop the provider at once; it stops costing. */
        CANCEL,
        /** Read on for at most 30 s and 1 MiB, so that the usage is known. */
        DRAIN
    }
}
