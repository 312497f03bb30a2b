package ai.ongoing.gateway.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Recorded exchanges with real providers, with what a reader must find in them. They lie beside the repository, in
 * {@code ../shared/traffic/open}; where that folder is absent, tests that ask for them are skipped.
 */
public final class RecordedTraffic {

    private static final Path FOLDER =
            Path.of(System.getProperty("user.dir")).resolveSibling("shared").resolve("traffic/open");
    private static final JsonMapper JSON = new JsonMapper();

    private RecordedTraffic() {}

    /** All recordings, by name. */
    public static List<Recording> all() {
        Path folder = folder();
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".json"))
                    .sorted()
                    .map(RecordedTraffic::read)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** One recording. */
    public static Recording named(String id) {
        return read(folder().resolve(id + ".json"));
    }

    private static Path folder() {
        Path folder = existing(FOLDER);
        Assumptions.assumeTrue(
                Files.isDirectory(folder), "no recorded traffic: " + FOLDER + " is absent, nothing was replayed");
        return folder;
    }

    /** A checkout may lie a folder or two deeper than the shared one. */
    private static Path existing(Path wanted) {
        Path folder = wanted;
        Path above = Path.of(System.getProperty("user.dir")).getParent();
        while (!Files.isDirectory(folder) && above != null) {
            folder = above.resolve("shared/traffic/open");
            above = above.getParent();
        }
        return folder;
    }

    private static Recording read(Path file) {
        JsonNode root = JSON.readTree(file.toFile());
        return new Recording(
                root.path("id").asString(),
                root.path("provider").asString(),
                root.path("api").asString(),
                message(root.path("request")),
                message(root.path("response")),
                root.path("expect"),
                root.path("derived"));
    }

    private static Message message(JsonNode node) {
        Map<String, String> headers = new TreeMap<>();
        node.path("headers")
                .properties()
                .forEach(
                        header -> headers.put(header.getKey(), header.getValue().asString()));
        String encoded = text(node, "body_base64");
        String plain = text(node, "body");
        byte[] body = encoded != null
                ? Base64.getDecoder().decode(encoded)
                : plain == null ? new byte[0] : plain.getBytes(UTF_8);
        return new Message(
                node.path("method").asString(""),
                node.path("path").asString(""),
                node.path("status").asInt(0),
                headers,
                body);
    }

    private static @Nullable String text(JsonNode node, String field) {
        JsonNode value = node.path(field);
        return value.isString() ? value.asString() : null;
    }

    /**
     * One exchange.
     *
     * @param expect the response's own statements, null where it states nothing
     * @param derived what follows from them
     */
    public record Recording(
            String id,
            String provider,
            String api,
            Message request,
            Message response,
            JsonNode expect,
            JsonNode derived) {

        /** A number of {@code expect}, or null. */
        public @Nullable Long expectedNumber(String field) {
            JsonNode value = expect.path(field);
            return value.isNumber() ? value.asLong() : null;
        }

        /** A text of {@code expect}, or null. */
        public @Nullable String expectedText(String field) {
            return text(expect, field);
        }

        /** A text of {@code derived}, or null. */
        public @Nullable String derivedText(String field) {
            return text(derived, field);
        }

        @Override
        public String toString() {
            return id;
        }
    }

    /**
     * A request or a response. A request has no status, a response neither method nor path.
     *
     * @param path with query
     * @param headers by lower-case name
     * @param body the bytes on the wire
     */
    @SuppressWarnings("ArrayRecordComponent") // compared by nobody; the bytes are the point
    public record Message(String method, String path, int status, Map<String, String> headers, byte[] body) {

        public @Nullable String header(String name) {
            return headers.get(name);
        }
    }
}
