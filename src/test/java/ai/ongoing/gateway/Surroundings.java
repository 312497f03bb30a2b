package ai.ongoing.gateway;

import static org.awaitility.Awaitility.await;

import ai.ongoing.gateway.InstalledProgram.Run;
import ai.ongoing.gateway.testkit.FakeUpstream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/** What the packaged program serves between: a provider behind it, a client before it, on a port of its own. */
final class Surroundings implements AutoCloseable {

    private final FakeUpstream upstream = FakeUpstream.start();
    private final HttpClient client = HttpClient.newHttpClient();
    private final int port = RunningGateway.freePort();

    FakeUpstream upstream() {
        return upstream;
    }

    int port() {
        return port;
    }

    Map<String, String> variables() {
        Map<String, String> variables = new HashMap<>();
        variables.put("ONGOINGAI_PORT", Integer.toString(port));
        variables.put("ONGOINGAI_OPENAI_UPSTREAM", upstream.uri().toString());
        return variables;
    }

    void awaitReady(Run serve) {
        await().atMost(Duration.ofSeconds(60)).ignoreExceptions().until(() -> {
            if (!serve.process().isAlive()) {
                throw new AssertionError("the gateway ended: " + serve.err());
            }
            return get("/readyz").statusCode() == 200;
        });
    }

    URI uri(String path) {
        return URI.create("http://127.0.0.1:" + port + path);
    }

    HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return send(HttpRequest.newBuilder(uri(path)).build());
    }

    HttpResponse<String> send(HttpRequest request) throws IOException, InterruptedException {
        return client.send(request, HttpResponse.BodyHandlers.ofString());
    }

    @Override
    public void close() {
        upstream.close();
        client.close();
    }
}
