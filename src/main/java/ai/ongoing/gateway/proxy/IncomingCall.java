package ai.ongoing.gateway.proxy;

import java.util.List;

/**
 * A call to a provider as its client sent it.
 *
 * @param provider the provider's configured name
 * @param path path below the gateway's prefix, still percent-encoded, without query; starts with a slash
 * @param headers name, value, name, value, ... in the client's order, credentials included
 * @param correlationId the accepted or made id of the call
 */
public record IncomingCall(String provider, String method, String path, List<String> headers, String correlationId) {

    public IncomingCall {
        headers = List.copyOf(headers);
    }

    /** Names the call without its headers, which hold credentials. */
    @Override
    public String toString() {
        return "IncomingCall[" + method + " " + provider + " " + path + " " + correlationId + "]";
    }
}
