package ai.ongoing.gateway.provider;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Usage read from streams that were damaged at random, by seeds that tell which: nothing is thrown, wherever the bytes are
 * cut the facts are the same, and no count is negative.
 */
final class FuzzTest {

    private static final List<String> SEEDS = List.of(
            "data: {\"model\":\"gpt-4o\",\"choices\":[{\"index\":0,\"delta\":{\"content\":\"a\"}}]}\n\n"
                    + "data: {\"choices\":[{\"index\":0,\"finish_reason\":\"stop\",\"delta\":{}}]}\n\n"
                    + "data: {\"choices\":[],\"usage\":{\"prompt_tokens\":7,\"completion_tokens\":5,\"total_tokens\":12,"
                    + "\"prompt_tokens_details\":{\"cached_tokens\":3}}}\n\ndata: [DONE]\n\n",
            "event: message_start\ndata: {\"type\":\"message_start\",\"message\":{\"model\":\"claude\",\"usage\":"
                    + "{\"input_tokens\":7,\"cache_read_input_tokens\":2,\"output_tokens\":1}}}\n\n"
                    + "event: message_delta\ndata: {\"type\":\"message_delta\",\"delta\":{\"stop_reason\":\"end_turn\"},"
                    + "\"usage\":{\"output_tokens\":5}}\n\nevent: message_stop\ndata: {\"type\":\"message_stop\"}\n\n",
            "{\"id\":\"r\",\"object\":\"response\",\"status\":\"completed\",\"model\":\"gpt\",\"usage\":{\"input_tokens\":"
                    + "3,\"output_tokens\":4,\"output_tokens_details\":{\"reasoning_tokens\":1},\"total_tokens\":7}}",
            "data: {\"type\":\"response.done\",\"response\":{\"status\":\"completed\",\"usage\":{\"input_tokens\":3,"
                    + "\"output_tokens\":4,\"total_tokens\":7}}}\n\n");
    private static final byte[] MEANINGFUL = "{}[]\",:\\\n\r 0123456789-.eEu".getBytes(UTF_8);
    private static final int[] STATUSES = {200, 101, 400};

    @Test
    void readsTheSameFactsAtEveryCutHoweverAStreamIsDamaged() {
        fuzz(0, 20_000);
    }

    @Test
    @Tag("long")
    void readsTheSameFactsAtEveryCutOfAMillionDamagedStreams() {
        fuzz(1_000_000, 1_000_000);
    }

    private static void fuzz(long first, int count) {
        for (long seed = first; seed < first + count; seed++) {
            Random random = new Random(seed);
            byte[] bytes = damaged(random);
            Provider provider = random.nextBoolean() ? Provider.OPENAI : Provider.ANTHROPIC;
            int status = STATUSES[random.nextInt(STATUSES.length)];
            boolean complete = random.nextBoolean();
            ResponseFacts whole = read(provider, status, bytes, bytes.length, complete);
            int size = 1 + random.nextInt(9);
            assertThat(read(provider, status, bytes, size, complete))
                    .as("seed %d in pieces of %d", seed, size)
                    .isEqualTo(whole);
            NormalizedUsage usage = whole.usage().normalized();
            assertThat(List.of(
                            usage.inputUncached(),
                            usage.cacheRead(),
                            usage.cacheWrite5m(),
                            usage.cacheWrite1h(),
                            usage.output()))
                    .as("seed %d", seed)
                    .allMatch(tokens -> tokens >= 0);
        }
    }

    /** Up to six places changed: a byte replaced, a stretch taken out, repeated or taken from another stream. */
    private static byte[] damaged(Random random) {
        String text = SEEDS.get(random.nextInt(SEEDS.size()));
        StringBuilder made = new StringBuilder(text);
        for (int i = random.nextInt(6); i >= 0; i--) {
            int from = random.nextInt(made.length() + 1);
            int to = Math.min(made.length(), from + random.nextInt(40));
            switch (random.nextInt(4)) {
                case 0 -> made.insert(from, (char) MEANINGFUL[random.nextInt(MEANINGFUL.length)]);
                case 1 -> made.delete(from, to);
                case 2 -> made.insert(from, made.substring(from, to));
                default -> {
                    String other = SEEDS.get(random.nextInt(SEEDS.size()));
                    made.insert(from, other, 0, random.nextInt(other.length()));
                }
            }
        }
        return made.toString().getBytes(UTF_8);
    }

    private static ResponseFacts read(Provider provider, int status, byte[] bytes, int size, boolean complete) {
        ResponseHead head = new ResponseHead("POST", "/v1/x", status, "text/event-stream", null);
        try (ResponseReader reader = provider.responseReader(head)) {
            for (int from = 0; from < bytes.length; from += size) {
                reader.accept(ByteBuffer.wrap(bytes, from, Math.min(size, bytes.length - from)));
            }
            return reader.facts(complete);
        }
    }
}
