package ai.ongoing.gateway.config;

import ai.ongoing.gateway.config.ProxyConfig.OnClientDisconnect;
import java.net.URI;

/**
 * One provider: where its calls come in and where they go.
 *
 * @param name {@code openai} or {@code anthropic}
 * @param upstream scheme, host and optional base path and query
 * @param prefix normalised: leading slash, no trailing slash
 * @param onClientDisconnect what happens to this provider's answer when the client goes away
 */
public record ProviderConfig(String name, URI upstream, String prefix, OnClientDisconnect onClientDisconnect) {

    /** The upstream for logs and messages, without its query, where some services want their key. */
    public String printableUpstream() {
        String query = upstream.getRawQuery() == null ? "" : "?****";
        return upstream.getScheme() + "://" + upstream.getRawAuthority() + upstream.getRawPath() + query;
    }

    @Override
    public String toString() {
        return "ProviderConfig[" + name + ": " + prefix + " -> " + printableUpstream() + "]";
    }
}
