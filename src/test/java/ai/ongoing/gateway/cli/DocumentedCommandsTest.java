package ai.ongoing.gateway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import ai.ongoing.gateway.cli.command.Terminal;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.Yaml;

/** Documents and examples only name commands and flags that exist, and their times fit the program's. */
class DocumentedCommandsTest {

    private static final Pattern UNIT_COMMAND = Pattern.compile("(?m)^Exec\\w+=/opt/ongoingai/ongoingai (.*)$");
    private static final Pattern COMMAND = Pattern.compile("ongoingai migrate ([a-z]+)((?: --?[a-z-]+)*)");
    private static final int LOCK_WAIT = 300;
    private static final int DRAIN = 30;

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<Path> documents() throws IOException {
        List<Path> documents = new ArrayList<>(List.of(Path.of("README.md"), Path.of("docker-compose.yml")));
        for (Path folder : List.of(Path.of("src/docs"), Path.of("config"))) {
            try (Stream<Path> files = Files.walk(folder)) {
                files.filter(Files::isRegularFile).forEach(documents::add);
            }
        }
        return documents;
    }

    private static String help(String word) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        PrintStream stream = new PrintStream(out, true, StandardCharsets.UTF_8);
        new Cli(new Terminal(stream, stream, Path.of(""), Map.of()), config -> 42).run("migrate", word, "--help");
        return out.toString(StandardCharsets.UTF_8);
    }

    @Test
    void everyCommandThatIsNamedExistsWithItsFlags() throws IOException {
        int found = 0;
        for (Path document : documents()) {
            Matcher command = COMMAND.matcher(read(document));
            while (command.find()) {
                found++;
                String help = help(command.group(1));
                assertThat(help)
                        .as("%s names %s", document, command.group())
                        .startsWith("Usage: ongoingai migrate " + command.group(1));
                assertThat(Stream.of(command.group(2).strip().split(" ", -1)).filter(flag -> !flag.isEmpty()))
                        .as("%s names %s", document, command.group())
                        .allSatisfy(flag -> assertThat(help).contains(flag));
            }
        }
        assertThat(found).isGreaterThan(30);
    }

    @Test
    void theKubernetesExampleGivesAStartAndAStopTheirTime() {
        List<Object> objects = new ArrayList<>();
        new Yaml().loadAll(read(Path.of("config/kubernetes.yaml"))).forEach(objects::add);
        assertThat(objects)
                .extracting(one -> at(one, "kind"))
                .containsExactly("Secret", "Job", "Deployment", "Service");

        Object pod = at(objects.get(2), "spec", "template", "spec");
        assertThat((Integer) at(pod, "terminationGracePeriodSeconds")).isGreaterThan(DRAIN);
        Object gateway = at(pod, "containers", 0);
        assertThat(at(gateway, "volumeMounts", 0, "mountPath"))
                .as("the journal outlives the container")
                .isEqualTo("/app/data");
        assertThat(at(pod, "volumes", 0, "name")).isEqualTo(at(gateway, "volumeMounts", 0, "name"));
        int period = (Integer) at(gateway, "startupProbe", "periodSeconds");
        int failures = (Integer) at(gateway, "startupProbe", "failureThreshold");
        assertThat(period * failures).isGreaterThan(LOCK_WAIT);
        assertThat(at(gateway, "livenessProbe", "httpGet", "path")).isEqualTo("/livez");
        assertThat(at(objects.get(1), "spec", "template", "spec", "containers", 0, "args"))
                .asString()
                .startsWith("[migrate, up, ");
    }

    @Test
    void theUnitAndTheComposeFileGiveThemTheirTimeToo() {
        String unit = read(Path.of("config/ongoingai.service"));
        Matcher stop = Pattern.compile("(?m)^TimeoutStopSec=(\\d+)$").matcher(unit);
        assertThat(stop.find()).isTrue();
        assertThat(Integer.parseInt(stop.group(1))).isGreaterThan(DRAIN);
        Matcher start = Pattern.compile("(?m)^TimeoutStartSec=(\\d+)min$").matcher(unit);
        assertThat(start.find()).isTrue();
        assertThat(Integer.parseInt(start.group(1)) * 60).isGreaterThan(LOCK_WAIT);

        List<String> commands = UNIT_COMMAND
                .matcher(unit)
                .results()
                .map(command -> command.group(1))
                .toList();
        assertThat(commands)
                .containsExactly(
                        "migrate up --config /etc/ongoingai/ongoingai.yaml",
                        "serve --config /etc/ongoingai/ongoingai.yaml");
        assertThat(unit).contains("/etc/ongoingai/ongoingai.yaml\n#", "cp -a . /opt/ongoingai && ");

        Object services = at(new Yaml().load(read(Path.of("config/compose-migrate-first.yml"))), "services");
        assertThat(at(services, "migrate", "command")).asString().startsWith("[migrate, up");
        assertThat(at(services, "gateway"))
                .asString()
                .contains("service_completed_successfully", "ONGOINGAI_STORAGE_MIGRATIONS=check");
    }

    /** What stands at a path of names and places. */
    private static Object at(Object root, Object... path) {
        Object value = root;
        for (Object step : path) {
            Object below = value instanceof List<?> list ? list.get((Integer) step) : ((Map<?, ?>) value).get(step);
            value = Objects.requireNonNull(below, () -> step + " is missing");
        }
        return value;
    }
}
