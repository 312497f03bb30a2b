package ai.ongoing.gateway.http;

/** Where every answered request is noted, once. Called on event loops: implementations are cheap and never block. */
@FunctionalInterface
public interface RequestLog {

    /** Notes one finished request. */
    void requestComplete(Entry entry);

    /**
     * A finished request.
     *
     * @param path decoded path without query, the gateway's prefix included
     * @param status status sent to the client; 499 when it went away before it got one
     * @param latencyMs from the request's head to the end of the answer, in milliseconds
     */
    record Entry(String correlationId, String method, String path, int status, long latencyMs) {}
}
