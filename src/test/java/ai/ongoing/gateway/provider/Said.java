package ai.ongoing.gateway.provider;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Random;
import org.jspecify.annotations.Nullable;

/** Facts of bodies written out in a test. */
final class Said {

    static final String JSON = "application/json";
    static final String SSE = "text/event-stream";

    private Said() {}

    /** What an answer to a chat completion says. */
    static ResponseFacts inChat(String body) {
        return in(Provider.OPENAI, "POST /v1/chat/completions 200", body);
    }

    /** What an answer to a message says. */
    static ResponseFacts inMessage(String body) {
        return in(Provider.ANTHROPIC, "POST /v1/messages 200", body);
    }

    /** The exchange is written {@code METHOD path status}. */
    static ResponseFacts in(Provider provider, String exchange, String body) {
        return in(provider, exchange, null, body.getBytes(UTF_8), true);
    }

    /** What a body says whose connection broke. */
    static ResponseFacts cutOff(Provider provider, String path, String body) {
        return in(provider, "POST " + path + " 200", null, body.getBytes(UTF_8), false);
    }

    static ResponseFacts in(
            Provider provider, String exchange, @Nullable String coding, byte[] body, boolean complete) {
        String[] parts = exchange.split(" ", -1);
        String type = body.length > 0 && body[0] == '{' ? JSON : SSE;
        ResponseHead head = new ResponseHead(parts[0], parts[1], Integer.parseInt(parts[2]), type, coding);
        return Replay.factsOf(provider.responseReader(head), body, Replay.atRandom(new Random(body.length)), complete);
    }
}
