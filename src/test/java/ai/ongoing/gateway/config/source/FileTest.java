package ai.ongoing.gateway.config.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.ongoing.gateway.config.ConfigError;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which file is read, and which texts are refused before any value is looked at. */
class FileTest {

    @TempDir
    private Path directory;

    private String source(Path given) {
        return ConfigLoader.load(given, directory, Map.of()).source();
    }

    private void write(String name, String text) throws IOException {
        Path file = directory.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    @Test
    void looksInTheUsualPlacesInTheirOrder() throws IOException {
        ConfigTexts texts = new ConfigTexts(directory);
        assertThat(texts.environment(Map.of()).source()).isEqualTo("defaults and environment");

        write("config/ongoingai.yaml", "server: {port: 1}");
        assertThat(texts.environment(Map.of()).source()).isEqualTo("config/ongoingai.yaml");
        assertThat(texts.environment(Map.of()).server().port()).isEqualTo(1);

        write("ongoingai.yaml", "server: {port: 2}");
        assertThat(texts.environment(Map.of()).source()).isEqualTo("ongoingai.yaml");
        assertThat(texts.environment(Map.of()).server().port()).isEqualTo(2);
    }

    @Test
    void anEmptyNameAsksForNoFile() throws IOException {
        write("ongoingai.yaml", "server: {port: 2}");

        assertThat(source(Path.of(""))).isEqualTo("defaults and environment");
    }

    @Test
    void namesTheFileAsGiven() throws IOException {
        write("sub/my.yaml", "");

        assertThat(source(Path.of("./sub/my.yaml"))).isEqualTo("./sub/my.yaml");
    }

    @Test
    void refusesANamedFileThatIsNotThere() {
        assertThatThrownBy(() -> source(Path.of("nope.yaml")))
                .hasMessageStartingWith("read config \"nope.yaml\": no such file; leave --config out")
                .extracting(error -> ((ConfigError) error).stage())
                .isEqualTo(ConfigError.Stage.LOAD);
    }

    @Test
    void refusesADirectoryAlsoInAUsualPlace() throws IOException {
        Files.createDirectory(directory.resolve("ongoingai.yaml"));

        assertThatThrownBy(() -> source(Path.of("ongoingai.yaml")))
                .hasMessageStartingWith("read config \"ongoingai.yaml\": it is a directory");
        assertThatThrownBy(() -> new ConfigTexts(directory).environment(Map.of()))
                .hasMessageStartingWith("read config \"ongoingai.yaml\": it is a directory");
    }

    @Test
    void refusesABrokenLinkInAUsualPlace() throws IOException {
        Files.createSymbolicLink(directory.resolve("ongoingai.yaml"), directory.resolve("gone"));

        assertThatThrownBy(() -> new ConfigTexts(directory).environment(Map.of()))
                .hasMessageStartingWith("read config \"ongoingai.yaml\": no such file");
    }

    @Test
    void refusesBytesThatAreNotText() throws IOException {
        Files.write(directory.resolve("latin.yaml"), "server: {host: ä}".getBytes(StandardCharsets.ISO_8859_1));

        assertThatThrownBy(() -> source(Path.of("latin.yaml")))
                .hasMessage("parse yaml \"latin.yaml\": it is not UTF-8 text");
    }

    @Test
    void readsAFileThatBeginsWithAByteOrderMark() {
        assertThat(new ConfigTexts(directory)
                        .config("\ufeffserver: {port: 7}")
                        .server()
                        .port())
                .isEqualTo(7);
    }

    static Stream<Arguments> malformed() {
        return Stream.of(
                Arguments.of("server:\n  hots: x\n", "line 2: field hots not found in server (known: host, port,"),
                Arguments.of("sever: {}\n", "line 1: field sever not found (known: server, storage,"),
                Arguments.of("pii:\n  stages:\n    all: true\n", "line 3: field all not found in pii.stages (known: "),
                Arguments.of(
                        "server:\n  port: 1\n  port: 2\n", "line 3: mapping key \"port\" already defined at line 2"),
                Arguments.of("log: {}\nlog: {}\n", "line 2: mapping key \"log\" already defined at line 1"),
                Arguments.of("a: 1\n---\nb: 2\n", "multiple yaml documents are not supported"),
                Arguments.of("server: {}\n---\n", "multiple yaml documents are not supported"),
                Arguments.of("- a\n", "line 1: the file must hold sections"),
                Arguments.of("word\n", "line 1: the file must hold sections"),
                Arguments.of("server: word\n", "line 1: server must be a section with host, port,"),
                Arguments.of("server:\n  port: [1]\n", "line 2: server.port must be a whole number, not a list"),
                Arguments.of("server:\n  host: {a: b}\n", "line 2: server.host must be a text, not a section"),
                Arguments.of(
                        "server:\n  port: \"80\"\n",
                        "line 2: server.port must be a whole number, without quotes (got \"80\")"),
                Arguments.of("server:\n  port: 80.5\n", "line 2: server.port must be a whole number (got \"80.5\")"),
                Arguments.of("server:\n  port: x\n", "line 2: server.port must be a whole number (got \"x\")"),
                Arguments.of(
                        "tracing:\n  capture_bodies: 1\n",
                        "line 2: tracing.capture_bodies must be true or false (got \"1\")"),
                Arguments.of(
                        "tracing:\n  capture_bodies: 'true'\n",
                        "line 2: tracing.capture_bodies must be true or false, without quotes"),
                Arguments.of(
                        "proxy:\n  idle_timeout: 5\n",
                        "line 2: proxy.idle_timeout must be a duration such as 500ms, 5s or 1m30s (got \"5\")"),
                Arguments.of("server:\n  cors_origins: a\n", "line 2: server.cors_origins must be a list of texts"),
                Arguments.of(
                        "observability: {otel: {sampling_ratio: '1'}}",
                        "line 1: observability.otel.sampling_ratio must be a number, without quotes"),
                Arguments.of(
                        "auth:\n  keys:\n    - id: a\n      tokn: b\n",
                        "line 2: auth.keys line 4: field tokn not found (known: "),
                Arguments.of("auth:\n  keys: x\n", "line 2: auth.keys must be a list of sections"),
                Arguments.of(
                        "pii:\n  scopes:\n    - match: {org: x}\n",
                        "line 2: pii.scopes line 3: field org not found (known: "),
                Arguments.of("server: {host: [\n", "line 2: "),
                Arguments.of("server:\n\tport: 1\n", "line 2: "),
                Arguments.of(
                        "a: *nowhere\n",
                        "line 1: found undefined alias; write a text that begins with * or & in quotes"),
                Arguments.of("server: &s\n  host: *s\n", "line 1: an alias may not contain itself"),
                Arguments.of("server: {port: !!int 1}\n", "line 1: tags are not supported"),
                Arguments.of("? [a]\n: b\n", "line 1: a key must be a plain word"),
                Arguments.of("server: {host: \"\u0001\"}\n", "not a yaml text"));
    }

    @ParameterizedTest
    @MethodSource("malformed")
    void refusesMalformedFilesAndNamesTheLine(String yaml, String reason) {
        assertThat(new ConfigTexts(directory).refusal(yaml)).hasValueSatisfying(error -> {
            assertThat(error).hasMessageStartingWith("parse yaml \"test.yaml\": " + reason);
            assertThat(error.stage()).isEqualTo(ConfigError.Stage.LOAD);
        });
    }

    @Test
    void readsWhatYamlAllows() {
        ConfigTexts texts = new ConfigTexts(directory);

        assertThat(texts.config("server: {port: 0x50}").server().port()).isEqualTo(80);
        assertThat(texts.config("server: {port: 0o120}").server().port()).isEqualTo(80);
        assertThat(texts.config("server: {port: 8e1}").server().port()).isEqualTo(80);
        assertThat(texts.config("storage: {path: 123}").storage().path()).isEqualTo("123");
        assertThat(texts.config("storage: {path: yes}").storage().path()).isEqualTo("yes");
        assertThat(texts.config("pii: {mode: off}").pii().mode()).isEqualTo("off");
        assertThat(texts.config("pii: {headers: {denylist: }}").pii().headerDenylist())
                .isEmpty();
        assertThat(texts.config("server: {host: &h abc}\nstorage: {path: *h}")
                        .storage()
                        .path())
                .isEqualTo("abc");
        assertThat(texts.config(
                                "pii:\n  stages: &s {request_body: false}\n  detectors: {<<: {email: false}, phone: true}\n")
                        .pii()
                        .detectors()
                        .email())
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(ints = {20, 200})
    @Timeout(10)
    void refusesABombOfAliases(int levels) {
        StringBuilder bomb = new StringBuilder("a0: &a0 [x, x]\n");
        IntStream.rangeClosed(1, levels)
                .forEach(i -> bomb.append("a%d: &a%d [*a%d, *a%d]%n".formatted(i, i, i - 1, i - 1)));

        assertThat(new ConfigTexts(directory).message(bomb.toString())).startsWith("parse yaml \"test.yaml\": ");
    }

    @Test
    @Timeout(10)
    void refusesWhatIsTooLargeOrTooDeep() {
        ConfigTexts texts = new ConfigTexts(directory);

        assertThat(texts.message("# " + "x".repeat(2 << 20)))
                .isEqualTo("read config \"test.yaml\": it is larger than 1048576 bytes");
        assertThat(texts.message("[".repeat(5000))).startsWith("parse yaml \"test.yaml\": ");
        assertThatThrownBy(() -> source(Path.of("/dev/zero"))).hasMessageContaining("larger than");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "storage:\n  dsn: \"S3cretWord\n",
                "storage:\n  dsn: *S3cretWord\n",
                "storage:\n  dsn: &S3cretWord\n",
                "storage:\n  dsn: !S3cretWord\n",
                "storage:\n  dsn: %S3cretWord\n",
                "storage:\n  dsn: @S3cretWord\n",
                "storage:\n  dsn: {S3cretWord\n",
                "storage:\n  dsn: S3cretWord: S3cretWord\n",
                "storage:\n  dsn: |S3cretWord\n"
            })
    void neverRepeatsTheFilesTextInAParserMessage(String yaml) {
        String message = new ConfigTexts(directory).message(yaml);

        assertThat(message).doesNotContain("S3cretWord");
    }
}
