package ai.ongoing.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The wire form of {@link Json}. */
final class JsonTest {

    @Test
    void isCompactOrderedAndEndsWithALineFeed() {
        assertThat(written(body -> body.text("b", "x").number("a", 1).flag("c", true)))
                .isEqualTo("{\"b\":\"x\",\"a\":1,\"c\":true}\n");
    }

    @Test
    void escapesMarkupAndLineSeparators() {
        assertThat(written(body -> body.text("t", "<a>&\u2028\u2029\u0001\n\"\\é")))
                .isEqualTo("{\"t\":\"\\u003ca\\u003e\\u0026\\u2028\\u2029\\u0001\\n\\\"\\\\é\"}\n");
    }

    @ParameterizedTest
    @CsvSource({
        "0,0",
        "1,1",
        "0.0035,0.0035",
        "0.000001,0.000001",
        "1e-7,1e-7",
        "1.5e-9,1.5e-9",
        "1e20,100000000000000000000",
        "1e21,1e+21",
        "12.5,12.5"
    })
    void printsDoublesInTheShortestForm(double value, String expected) {
        assertThat(written(body -> body.decimal("d", value))).isEqualTo("{\"d\":" + expected + "}\n");
    }

    @ParameterizedTest
    @CsvSource({
        "2026-11-20T10:00:00Z,2026-11-20T10:00:00Z",
        "2026-11-20T10:00:00.120Z,2026-11-20T10:00:00.12Z",
        "2026-11-20T10:00:00.000001Z,2026-11-20T10:00:00.000001Z",
        "0001-01-01T00:00:00Z,0001-01-01T00:00:00Z"
    })
    void trimsTheFractionOfASecond(String instant, String expected) {
        assertThat(Timestamps.format(Instant.parse(instant))).isEqualTo(expected);
    }

    @Test
    void leavesOutWhatIsAbsent() {
        assertThat(written(body -> body.textIfAny("a", "").textIfAny("b", null).numberIfAny("c", null)))
                .isEqualTo("{}\n");
    }

    @Test
    void writesStoredJsonWithSortedKeysAndExactNumbers() {
        assertThat(written(body -> body.document("m", "{\"z\": 9007199254740993, \"a\": [1.50, null, \"<\"]}")))
                .isEqualTo("{\"m\":{\"a\":[1.50,null,\"\\u003c\"],\"z\":9007199254740993}}\n");
    }

    @Test
    void showsUndecodableStoredTextAsItIs() {
        assertThat(written(body -> body.document("m", "{\"z\": "))).isEqualTo("{\"m\":\"{\\\"z\\\": \"}\n");
        assertThat(written(body -> body.document("m", " "))).isEqualTo("{}\n");
    }

    @Test
    void nestsObjectsAndArrays() {
        assertThat(written(body -> body.object("o", o -> o.number("n", 1))
                        .array("items", List.of("x", "y"), (item, value) -> item.text("v", value))))
                .isEqualTo("{\"o\":{\"n\":1},\"items\":[{\"v\":\"x\"},{\"v\":\"y\"}]}\n");
    }

    @Test
    void survivesALoneSurrogate() {
        assertThat(written(body -> body.text("t", "a\ud800b"))).isEqualTo("{\"t\":\"a?b\"}\n");
    }

    private static String written(Consumer<JsonObject> fields) {
        return new String(Json.object(fields), StandardCharsets.UTF_8);
    }
}
