package ai.ongoing.gateway.wire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Watched values are found in any order and at any depth; everything else passes. */
final class JsonScannerTest {

    private static final JsonFields FIELDS = new JsonFields()
            .watch("model", 0)
            .watch("usage", 1)
            .watch("usage.tokens", 2)
            .watch("list[]", 3)
            .watch("list[].name", 4)
            .watch("stream", 5);

    private final Heard heard = new Heard();
    private final JsonScanner scanner = new JsonScanner(FIELDS, heard);

    @Test
    void reportsWatchedValuesOnly() {
        scan(
                "{\"other\":{\"model\":\"no\",\"usage\":{\"tokens\":9}},\"model\":\"yes\",\"usage\":{\"a\":[{\"tokens\":1}],\"tokens\":5}}");
        assertThat(heard.events()).containsExactly("0 absent", "0=yes", "1 absent", "1 {", "2 absent", "2=5", "1 }");
        assertThat(scanner.ended()).isTrue();
    }

    @Test
    void reportsEachElementOfAList() {
        scan("{\"list\":[{\"name\":\"a\"},{},3,[{\"name\":\"deeper\"}],{\"name\":\"b\"}]}");
        assertThat(heard.values()).containsExactly("4=a", "3=3", "4=b");
    }

    @Test
    void letsTheLastOfEqualKeysWin() {
        scan("{\"model\":\"first\",\"model\":null}");
        assertThat(heard.events()).containsExactly("0 absent", "0=first", "0 absent");
    }

    @Test
    void readsADocumentWrappedInAList() {
        scan("[{\"model\":\"a\"}]");
        assertThat(heard.values()).containsExactly("0=a");
    }

    @ParameterizedTest
    @CsvSource({
        "5, 5",
        "0, 0",
        "5.0, 5",
        "5.000, 5",
        "1e3, 1000",
        "1.5E1, 15",
        "1000000000000000, 1000000000000000",
    })
    void acceptsWholeNumbersHoweverWritten(String written, long value) {
        scan("{\"usage\":{\"tokens\":" + written + "}}");
        assertThat(heard.values()).containsExactly("2=" + value);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "-1",
                "-0.5",
                "5.5",
                "\"5\"",
                "null",
                "true",
                "1000000000000001",
                "99999999999999999999999",
                "1e400",
                "1e999999999",
                "1e-999999999",
                "05",
                "1.2.3",
                "11111111111111111111111111111111111111111",
                "[5]",
                "{\"tokens\":5}",
            })
    void refusesEverythingElseAsACount(String written) {
        scan("{\"usage\":{\"tokens\":" + written + "}}");
        assertThat(heard.numbers()).isEmpty();
        assertThat(scanner.ended()).isTrue();
    }

    @Test
    void understandsEscapesInKeysAndValues() {
        scan("{\"mod\\u0065l\":\"\\\"\\\\\\/\\b\\f\\n\\r\\t\\u00e9\\u20ac\\ud83d\\ude00\"}");
        assertThat(heard.values()).containsExactly("0=\"\\/\b\f\n\r\té€😀");
    }

    @Test
    void replacesHalvesOfSurrogatePairs() {
        scan("{\"model\":\"a\\ud83db\\ude00c\"}");
        assertThat(heard.values()).containsExactly("0=ab?c");
    }

    @Test
    void ignoresTextTooLongToBeAName() {
        scan("{\"model\":\"" + "x".repeat(Text.LIMIT) + "\"}");
        scanner.reset();
        scan("{\"model\":\"" + "x".repeat(Text.LIMIT + 1) + "\"}");
        assertThat(heard.events()).containsExactly("0 absent", "0=" + "x".repeat(Text.LIMIT), "0 absent");
    }

    @Test
    void skipsAByteOrderMarkAndWhatFollowsTheDocument() {
        scan("\uFEFF {\"model\":\"a\"} {\"model\":\"b\"}");
        assertThat(heard.values()).containsExactly("0=a");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"model\":\"a\" \"model\":\"b\"}",
                "{\"model\":\"a\",]",
                "{\"model\":\"a\",,\"model\":\"b\"}",
                "{\"model\":\"a\"]",
                "{\"model\":\"a\",\"x\":\"\\q\",\"model\":\"b\"}",
                "{\"model\":\"a\",\"x\":\"\\u00g0\",\"model\":\"b\"}",
                "{\"model\":\"a\",model:\"b\"}",
            })
    void stopsAtTheFirstMistakeAndKeepsWhatWasReported(String malformed) {
        scan(malformed);
        assertThat(heard.values()).containsExactly("0=a");
        assertThat(scanner.ended()).isFalse();
    }

    @Test
    void givesUpOnBottomlessNesting() {
        scan("{\"model\":\"a\",\"x\":" + "[".repeat(100_000) + "]".repeat(100_000) + ",\"model\":\"b\"}");
        assertThat(heard.values()).containsExactly("0=a");
    }

    @Test
    void followsDeepNestingThatIsStillSane() {
        scan("{\"x\":" + "[{\"a\":".repeat(200) + "1" + "}]".repeat(200) + ",\"model\":\"b\"}");
        assertThat(heard.values()).containsExactly("0=b");
        assertThat(scanner.ended()).isTrue();
    }

    @Test
    void readsFlags() {
        scan("{\"stream\":true}");
        scanner.reset();
        scan("{\"stream\":false}");
        assertThat(heard.values()).containsExactly("5=true", "5=false");
    }

    private void scan(String json) {
        byte[] bytes = json.getBytes(UTF_8);
        scanner.accept(bytes, 0, bytes.length);
    }
}
