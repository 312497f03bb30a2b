package ai.ongoing.gateway;

import ai.ongoing.gateway.testkit.RecordedTraffic.Message;
import ai.ongoing.gateway.testkit.RecordedTraffic.Recording;
import ai.ongoing.gateway.testkit.Script;
import java.net.URI;
import java.net.http.HttpRequest;
import java.util.Arrays;
import java.util.Locale;
import java.util.Random;
import java.util.Set;

/** Turns a recorded exchange into a call to a gateway and into the provider's answer, cut at random places. */
final class ReplayedTraffic {

    /** Framing is the connection's business; the recordings keep the header lines of another one. */
    private static final Set<String> FRAMING =
            Set.of("transfer-encoding", "content-length", "connection", "keep-alive");

    private static final Set<String> CLIENTS_OWN = Set.of("host", "expect", "upgrade");

    private ReplayedTraffic() {}

    /** Whether it speaks OpenAI's or Anthropic's protocol; the others are listed with reasons beside the readers. */
    static boolean isOurs(Recording recording) {
        return Set.of("bedrock", "cohere", "gemini", "ollama").stream()
                .noneMatch(vendor -> recording.api().startsWith(vendor + "."));
    }

    static String prefix(Recording recording) {
        return recording.provider().equals("anthropic") ? "/anthropic" : "/openai";
    }

    static HttpRequest request(Recording recording, URI target) {
        Message message = recording.request();
        HttpRequest.Builder request = HttpRequest.newBuilder(target)
                .method(message.method(), HttpRequest.BodyPublishers.ofByteArray(message.body()));
        message.headers().forEach((name, value) -> {
            if (!FRAMING.contains(name) && !CLIENTS_OWN.contains(name)) {
                // One recorder kept line ends inside values.
                request.header(name, value.replaceAll("\\s+", " "));
            }
        });
        return request.build();
    }

    /** The provider's answer in chunks of random size, so that they end inside characters and inside events. */
    static Script answer(Recording recording, Random random) {
        Message message = recording.response();
        String[] headers = message.headers().entrySet().stream()
                .filter(header -> !FRAMING.contains(header.getKey().toLowerCase(Locale.ROOT)))
                .map(header -> header.getKey() + ": " + header.getValue())
                .toArray(String[]::new);
        String[] framed = Arrays.copyOf(headers, headers.length + 1);
        framed[headers.length] = "Transfer-Encoding: chunked";
        return (request, wire) -> {
            wire.head(message.status() + " Recorded", framed);
            byte[] body = message.body();
            int largest = 1 << (3 + random.nextInt(10));
            for (int from = 0; from < body.length; ) {
                int to = Math.min(body.length, from + 1 + random.nextInt(largest));
                wire.chunk(Arrays.copyOfRange(body, from, to));
                from = to;
            }
            wire.lastChunk();
        };
    }
}
