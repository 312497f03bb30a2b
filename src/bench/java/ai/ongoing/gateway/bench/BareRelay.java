package ai.ongoing.gateway.bench;

import org.reactivestreams.Publisher;
import reactor.netty.DisposableServer;
import reactor.netty.http.client.HttpClient;
import reactor.netty.http.server.HttpServer;
import reactor.netty.http.server.HttpServerRequest;
import reactor.netty.http.server.HttpServerResponse;
import reactor.netty.resources.ConnectionProvider;

/**
 * The least a relay on this stack can do: forward the request, stream the answer back. What the gateway costs beyond
 * it is the price of recording.
 *
 * <p>Arguments: the port on loopback, the upstream's port on loopback.
 */
final class BareRelay {

    private static final int CONNECTIONS = 4_000;

    private final HttpClient client;

    private BareRelay(int upstreamPort) {
        ConnectionProvider pool = ConnectionProvider.builder("bare-relay")
                .maxConnections(CONNECTIONS)
                .pendingAcquireMaxCount(CONNECTIONS)
                .build();
        client = HttpClient.create(pool).baseUrl("http://127.0.0.1:" + upstreamPort);
    }

    public static void main(String[] args) {
        BareRelay relay = new BareRelay(Integer.parseInt(args[1]));
        DisposableServer server = HttpServer.create()
                .host("127.0.0.1")
                .port(Integer.parseInt(args[0]))
                .handle(relay::forward)
                .bindNow();
        server.onDispose().block();
    }

    private Publisher<Void> forward(HttpServerRequest request, HttpServerResponse response) {
        return client.headers(headers -> {
                    headers.set(request.requestHeaders());
                    headers.remove("Host").remove("Connection");
                })
                .request(request.method())
                .uri(request.uri())
                .send(request.receive().retain())
                .response((answer, body) -> {
                    response.status(answer.status()).headers(answer.responseHeaders());
                    boolean streamed = !answer.responseHeaders().contains("Content-Length");
                    return response.send(body.retain(), buffer -> streamed);
                })
                .then();
    }
}
