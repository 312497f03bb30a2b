package ai.ongoing.gateway.config;

import java.net.URI;

/**
 * One provider: where its calls come in and where they go.
 *
 * @param name {@code openai} or {@code anthropic}
 * @param upstream scheme, host and optional base path and query
 * @param prefix normalised: leading slash, no trailing slash
 */
public record ProviderConfig(String name, URI upstream, String prefix) {

    /** Never prints the upstream's query, where some services want their key. */
    @Override
    public String toString() {
        String query = upstream.getRawQuery() == null ? "" : "?****";
        return "ProviderConfig[" + name + ": " + prefix + " -> " + upstream.getScheme() + "://"
                + upstream.getRawAuthority() + upstream.getRawPath() + query + "]";
    }
}
