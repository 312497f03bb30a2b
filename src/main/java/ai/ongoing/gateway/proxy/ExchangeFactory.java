package ai.ongoing.gateway.proxy;

import java.util.List;

/** Opens the record of a call before anything is sent to its provider. Called on event loops: cheap, never blocks. */
@FunctionalInterface
public interface ExchangeFactory {

    /** An observer for this call and no other. */
    ExchangeObserver open(IncomingCall call);

    /**
     * A call to a provider as its client sent it.
     *
     * @param provider the provider's configured name
     * @param path decoded path below the gateway's prefix, without query; starts with a slash
     * @param fullPath decoded path as the client sent it, the prefix included, without query
     * @param headers name, value, name, value, ... in the client's order, credentials included
     * @param correlationId the accepted or made id of the call
     */
    record IncomingCall(
            String provider, String method, String path, String fullPath, List<String> headers, String correlationId) {

        /** Names the call without its headers, which hold credentials. */
        @Override
        public String toString() {
            return "IncomingCall[" + method + " " + provider + " " + path + " " + correlationId + "]";
        }
    }
}
