package ai.ongoing.gateway.wire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Against Jackson: on any document, however it is cut, the same watched values; on any bytes, no exception. */
final class JsonScannerPropertyTest {

    private static final JsonMapper JACKSON = new JsonMapper();
    private static final List<String> KEYS = List.of("model", "usage", "tokens", "list", "name", "élan\n\"", "x", "");
    private static final JsonFields FIELDS = new JsonFields()
            .watch("model", 0)
            .watch("usage.tokens", 1)
            .watch("usage.list[].name", 2)
            .watch("list[].model", 3)
            .watch("list[].usage.tokens", 4);

    @Test
    void findsWhatJacksonFinds() {
        for (long seed = 0; seed < 3000; seed++) {
            Random random = new Random(seed);
            String json = new RandomJson(random, KEYS).object(0);
            assertThat(scanned(json.getBytes(UTF_8), random))
                    .as("seed %d: %s", seed, json)
                    .isEqualTo(expected(JACKSON.readTree(json)));
        }
    }

    @Test
    void survivesAnyBytes() {
        for (long seed = 0; seed < 2000; seed++) {
            byte[] bytes = anyBytes(new Random(seed));
            assertThat(scanned(bytes, new Random(seed)))
                    .as("seed %d", seed)
                    .isEqualTo(scanned(bytes, new Random(~seed)));
        }
    }

    @Test
    void survivesDamagedDocumentsTheSameWayAtEveryCut() {
        for (long seed = 0; seed < 3000; seed++) {
            Random random = new Random(seed);
            byte[] bytes = new RandomJson(random, KEYS).object(0).getBytes(UTF_8);
            for (int i = 0; i < 3; i++) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
            }
            Heard whole = new Heard();
            new JsonScanner(FIELDS, whole).accept(bytes, 0, bytes.length);
            assertThat(scanned(bytes, random)).as("seed %d", seed).isEqualTo(whole.values());
        }
    }

    /** Half of them bytes that mean something in JSON, so that the scanner gets somewhere. */
    private static byte[] anyBytes(Random random) {
        byte[] meaning = "{}[]\",:\\u0truefalsn-1.5e ".getBytes(UTF_8);
        byte[] bytes = new byte[random.nextInt(200)];
        random.nextBytes(bytes);
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = random.nextBoolean() ? meaning[random.nextInt(meaning.length)] : bytes[i];
        }
        return bytes;
    }

    private static List<String> scanned(byte[] bytes, Random random) {
        Heard heard = new Heard();
        JsonScanner scanner = new JsonScanner(FIELDS, heard);
        int largest = 1 + random.nextInt(20);
        for (int from = 0; from < bytes.length; ) {
            int to = Math.min(bytes.length, from + 1 + random.nextInt(largest));
            scanner.accept(bytes, from, to);
            from = to;
        }
        return heard.values();
    }

    /** Walks the tree in the order of the document. */
    private static List<String> expected(JsonNode root) {
        List<String> values = new ArrayList<>();
        root.properties().forEach(field -> {
            switch (field.getKey()) {
                case "model" -> add(values, 0, field.getValue());
                case "usage" -> usage(values, field.getValue());
                case "list" -> field.getValue().forEach(element -> listElement(values, element, field.getValue()));
                default -> {
                    // not watched
                }
            }
        });
        return values;
    }

    private static void usage(List<String> values, JsonNode usage) {
        usage.properties().forEach(field -> {
            if (field.getKey().equals("tokens")) {
                add(values, 1, field.getValue());
            } else if (field.getKey().equals("list") && field.getValue().isArray()) {
                field.getValue().forEach(element -> addField(values, 2, element, "name"));
            }
        });
    }

    private static void listElement(List<String> values, JsonNode element, JsonNode list) {
        if (!list.isArray()) {
            return;
        }
        element.properties().forEach(field -> {
            if (field.getKey().equals("model")) {
                add(values, 3, field.getValue());
            } else if (field.getKey().equals("usage")) {
                addField(values, 4, field.getValue(), "tokens");
            }
        });
    }

    private static void addField(List<String> values, int field, JsonNode object, String key) {
        if (object.isObject() && object.has(key)) {
            add(values, field, object.get(key));
        }
    }

    private static void add(List<String> values, int field, JsonNode value) {
        boolean count = value.isNumber() && value.decimalValue().signum() >= 0 && value.canConvertToExactIntegral();
        if (value.isString() || value.isBoolean()) {
            values.add(field + "=" + value.asString());
        } else if (count && !value.toString().startsWith("-")) {
            values.add(field + "=" + value.decimalValue().toBigInteger());
        }
    }
}
