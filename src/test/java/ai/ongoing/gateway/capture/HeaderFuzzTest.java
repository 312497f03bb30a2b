package ai.ongoing.gateway.capture;

import static org.assertj.core.api.Assertions.assertThat;

import ai.ongoing.gateway.trace.Lineage;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What is read and kept of headers that were made at random, by seeds that tell which. */
final class HeaderFuzzTest {

    private static final HeaderMask MASK = new HeaderMask("X-Team-Key");
    private static final String SECRET = "s3cr3t";
    private static final List<String> CREDENTIALS =
            List.of("Authorization", "cookie", "Set-Cookie", "x-api-KEY", "api-key", "X-TEAM-key", "x-goog-api-key");
    private static final List<String> OTHERS = List.of(
            "Host",
            "X-OngoingAI-Run-ID",
            "x-ongoingai-checkpoint-seq",
            "X-OngoingAI-",
            "",
            "Sec-WebSocket-Protocol",
            "\u00e9");
    private static final String LETTERS = "aA.-_,: \t;keytokenauth0\u00e9\ud83d";

    /** What a protocol that names a key looks like, said as a pattern; fit for short values only. */
    private static final Pattern KEY_IN_PROTOCOLS =
            Pattern.compile("(\\b[\\w-]*(?:key|token|auth)[\\w-]*\\.)[^,\\s]+", Pattern.CASE_INSENSITIVE);

    @Test
    void keepsNoCredentialAndEverythingElse() {
        for (long seed = 0; seed < 20_000; seed++) {
            Random random = new Random(seed);
            List<String> headers = headers(random);
            List<String> masked = MASK.masked(headers);
            assertThat(masked).as("seed %d", seed).noneMatch(text -> text.contains(SECRET));
            assertThat(MASK.masked(masked)).as("seed %d, masked again", seed).isEqualTo(masked);
            assertThat(others(masked)).as("seed %d", seed).isEqualTo(others(headers));
            Lineage lineage = CallHeaders.lineage(headers);
            assertThat(lineage.checkpointSeq() == null || lineage.checkpointSeq() >= 0)
                    .as("seed %d", seed)
                    .isTrue();
            assertThat(CallHeaders.credential(headers).hash())
                    .as("seed %d", seed)
                    .doesNotContain(SECRET);
        }
    }

    @Test
    void takesKeysOutOfProtocolsAsThePatternSays() {
        for (long seed = 0; seed < 200_000; seed++) {
            String protocols = letters(new Random(seed), 24);
            assertThat(MASK.masked(List.of("Sec-WebSocket-Protocol", protocols)))
                    .as("seed %d", seed)
                    .containsExactly(
                            "Sec-WebSocket-Protocol",
                            KEY_IN_PROTOCOLS.matcher(protocols).replaceAll("$1[REDACTED]"));
        }
    }

    /** As long as a head may be: what takes time by the square of it would not end before the patience of the tests. */
    @Test
    void readsAMegabyteOfHeadersInOnePass() {
        String protocols = "key-".repeat(262_144);
        assertThat(MASK.masked(List.of("Sec-WebSocket-Protocol", protocols)))
                .containsExactly("Sec-WebSocket-Protocol", protocols);
        List<String> many = new ArrayList<>();
        for (int i = 0; i < 100_000; i++) {
            many.add("a");
            many.add("");
        }
        for (int i = 0; i < 100_000; i++) {
            many.add("Cookie");
            many.add(SECRET);
        }
        assertThat(MASK.masked(many)).hasSize(200_002).doesNotContain(SECRET);
    }

    /** A credential's value is secret, alone, in words or as bearer. */
    private static List<String> headers(Random random) {
        List<String> headers = new ArrayList<>();
        for (int i = random.nextInt(8); i > 0; i--) {
            if (random.nextBoolean()) {
                headers.add(CREDENTIALS.get(random.nextInt(CREDENTIALS.size())));
                headers.add(random.nextBoolean() ? "Bearer " + SECRET : letters(random, 3) + SECRET);
            } else {
                headers.add(OTHERS.get(random.nextInt(OTHERS.size())));
                headers.add(letters(random, 12));
            }
        }
        return headers;
    }

    private static List<String> others(List<String> headers) {
        List<String> others = new ArrayList<>();
        for (int i = 0; i < headers.size(); i += 2) {
            String name = headers.get(i);
            if (CREDENTIALS.stream().noneMatch(name::equalsIgnoreCase) && !name.startsWith("Sec-")) {
                others.add(name);
                others.add(headers.get(i + 1));
            }
        }
        return others;
    }

    private static String letters(Random random, int most) {
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(most + 1); i > 0; i--) {
            int at = random.nextInt(LETTERS.length());
            // Whole words now and then, or no key is ever named.
            int length = random.nextInt(4) == 0 ? Math.min(5, LETTERS.length() - at) : 1;
            text.append(LETTERS, at, at + length);
        }
        return text.toString();
    }
}
