package ai.ongoing.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import ai.ongoing.gateway.config.GatewayConfig;
import ai.ongoing.gateway.config.source.ConfigLoader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What README promises a stranger is in the program: quoted messages, starter blocks, links. */
class ReadmeTest {

    private static final Path README = Path.of("README.md");
    private static final Pattern QUOTED = Pattern.compile("`([^`]+)`");
    private static final Pattern YAML_BLOCK = Pattern.compile("```yaml\n(.*?)```", Pattern.DOTALL);
    private static final Pattern LINK = Pattern.compile("]\\(([^)#][^)]*)\\)");

    @Test
    void quotesInTroubleshootingOnlyTextsThatTheProgramSays() throws IOException {
        String code = textsOfTheCode();
        List<String> symptoms = section("## Troubleshooting")
                .lines()
                .filter(line -> line.startsWith("| ") && !line.startsWith("| symptom"))
                .map(line -> line.substring(2, line.indexOf(" | ")))
                .toList();
        assertThat(symptoms).hasSize(5);

        List<String> quotes = symptoms.stream()
                .flatMap(line -> QUOTED.matcher(line).results().map(quote -> quote.group(1)))
                .filter(quote -> quote.contains(" ") || quote.contains("_"))
                .filter(quote -> !quote.equals("config validate"))
                .toList();
        assertThat(quotes)
                .hasSizeGreaterThanOrEqualTo(7)
                .allSatisfy(quote ->
                        assertThat(code).as("the program says: %s", quote).contains(quote));
    }

    @Test
    void showsStarterBlocksThatLoad(@TempDir Path directory) throws IOException {
        List<String> blocks = YAML_BLOCK
                .matcher(Files.readString(README))
                .results()
                .map(block -> block.group(1))
                .toList();
        assertThat(blocks).hasSizeGreaterThanOrEqualTo(3);
        for (String block : blocks) {
            Path file = Files.writeString(directory.resolve("ongoingai.yaml"), block);
            GatewayConfig config = ConfigLoader.load(file, directory, Map.of());
            assertThat(config.warnings()).isEmpty();
        }
    }

    @Test
    void linksOnlyToWhatIsThere() throws IOException {
        List<String> targets = LINK.matcher(Files.readString(README))
                .results()
                .map(link -> link.group(1))
                .filter(target -> !target.startsWith("http"))
                .toList();
        assertThat(targets).hasSizeGreaterThan(4).allSatisfy(target -> {
            String[] parts = target.split("#", 2);
            assertThat(Path.of(parts[0])).exists();
            assertThat(parts.length == 1 || headings(Path.of(parts[0])).contains(parts[1]))
                    .as("%s has that heading", target)
                    .isTrue();
        });
    }

    /** As a link names them: lower case, words joined by dashes. */
    private static List<String> headings(Path document) {
        return read(document)
                .lines()
                .filter(line -> line.startsWith("#"))
                .map(line -> line.replaceFirst("#+ ", "").toLowerCase(Locale.ROOT))
                .map(heading -> heading.replaceAll("[^a-z0-9 -]", "").replace(' ', '-'))
                .toList();
    }

    private static String section(String heading) throws IOException {
        String readme = Files.readString(README);
        int start = readme.indexOf(heading);
        assertThat(start).isNotNegative();
        int end = readme.indexOf("\n# ", start);
        return readme.substring(start, end < 0 ? readme.length() : end);
    }

    /** All of the code, with literals that only the line width split put together, and the driver's word in its place. */
    private static String textsOfTheCode() throws IOException {
        Pattern label = Pattern.compile("\"\\s*\\+\\s*driver\\.label\\(\\)\\s*\\+\\s*\"");
        Pattern split = Pattern.compile("\"\\s*\\+\\s*\"");
        try (Stream<Path> files = Files.walk(Path.of("src/main/java"))) {
            String code = files.filter(file -> file.toString().endsWith(".java"))
                    .map(ReadmeTest::read)
                    .collect(Collectors.joining("\n"));
            String named = label.matcher(code).replaceAll((MatchResult _) -> "postgres");
            return split.matcher(named).replaceAll("");
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
