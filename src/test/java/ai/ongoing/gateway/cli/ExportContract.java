package ai.ongoing.gateway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import ai.ongoing.gateway.GatewayApplication;
import ai.ongoing.gateway.config.StorageDriver;
import ai.ongoing.gateway.tenant.Tenant;
import ai.ongoing.gateway.testkit.JvmCommand;
import ai.ongoing.gateway.testkit.Samples;
import ai.ongoing.gateway.trace.Body;
import ai.ongoing.gateway.trace.RequestPart;
import ai.ongoing.gateway.trace.ResponsePart;
import ai.ongoing.gateway.trace.Trace;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.Yaml;

/** {@code export} as it is typed, beside a gateway that holds the store. */
abstract class ExportContract extends BesideAGateway {

    private static final Tenant OTHER = Tenant.of("acme", "research");

    ExportContract(StorageDriver driver) {
        super(driver);
    }

    private static Trace trace(int number) {
        return Samples.trace("%032x".formatted(number), Samples.FINISHED.plusSeconds(number));
    }

    private List<Map<String, Object>> lines() {
        return command()
                .out()
                .lines()
                .map(line -> new Yaml().<Map<String, Object>>load(line))
                .toList();
    }

    @Test
    void writesTheLinesOfAListNewestFirst() {
        command()
                .store()
                .sink()
                .save(IntStream.range(0, 450).mapToObj(ExportContract::trace).toList());

        assertThat(run("export")).as(command().err()).isZero();
        assertThat(lines()).hasSize(450);
        assertThat(lines().getFirst())
                .containsEntry("id", "%032x".formatted(449))
                .containsEntry("model", "gpt-4o")
                .doesNotContainKeys("request_body", "metadata");
        assertThat(lines().stream().map(line -> line.get("id")).distinct()).hasSize(450);
        assertThat(command().err()).isEmpty();
    }

    @Test
    void writesWholeTracesOnRequest() {
        command()
                .store()
                .sink()
                .save(IntStream.range(0, 120).mapToObj(ExportContract::trace).toList());

        assertThat(run("export", "--detail", "--format", "ndjson")).isZero();
        assertThat(lines()).hasSize(120);
        assertThat(lines().getLast())
                .containsEntry("id", "%032x".formatted(0))
                .containsEntry("request_body", "{\"model\":\"gpt-4o\"}")
                .containsEntry("correlation_id", "corr-1")
                .containsKeys("metadata", "lineage", "usage");
    }

    /** Fifty of them would be more than the heap of the command, which is the launcher's. */
    @Test
    void writesLongBodiesInTheHeapOfACommand() throws Exception {
        Body body = Body.text("a long body ".repeat((1 << 20) / 12));
        RequestPart request = new RequestPart("openai", "gpt-4o", "POST", "/v1", "", body);
        for (int number = 0; number < 70; number++) {
            Trace trace = trace(number);
            ResponsePart like = trace.response();
            ResponsePart response = new ResponsePart(
                    like.status(),
                    like.model(),
                    like.finishReason(),
                    like.errorType(),
                    like.completion(),
                    like.headersJson(),
                    body);
            command().store().sink().save(List.of(Samples.with(request, Samples.with(response, trace))));
        }
        Path file = directory().resolve("traces.ndjson");
        ProcessBuilder builder = new ProcessBuilder(
                        JvmCommand.of("128m", GatewayApplication.class, "export", "--detail", "--out", file.toString()))
                .redirectErrorStream(true);
        builder.environment().putAll(command().environment());
        Process process = builder.start();
        String told = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(told).isZero();
        assertThat(told).contains("exported 70 traces to " + file);
        assertThat(Files.size(file)).isGreaterThan(70 * 2L * body.text().length());
        try (Stream<String> lines = Files.lines(file)) {
            assertThat(lines.map(line -> line.substring(0, 60)).distinct()).hasSize(70);
        }
    }

    @Test
    void takesTheFiltersOfTheList() {
        command()
                .store()
                .sink()
                .save(IntStream.range(0, 10).mapToObj(ExportContract::trace).toList());

        String from = Samples.FINISHED.plusSeconds(3).toString();
        String to = Samples.FINISHED.plusSeconds(5).toString();
        run("export", "--from", from, "--to", to, "--provider", "openai", "--status", "200");
        assertThat(lines()).hasSize(3);
        run("export", "--model", "none");
        assertThat(command().out()).isEmpty();
        assertThat(run("export", "--status", "42")).isEqualTo(2);
        assertThat(command().err()).isEqualTo("export: status must be >= 100.\n");
        assertThat(run("export", "--format", "xml")).isEqualTo(2);
        assertThat(command().err()).isEqualTo("--format xml is not known; write ndjson or csv.\n");
    }

    @Test
    void showsOneTenantOnRequest() {
        command().store().sink().save(List.of(trace(1), Samples.of(OTHER, trace(2)), trace(3)));

        run("export");
        assertThat(lines()).hasSize(3);
        assertThat(run("export", "--tenant", "acme/research")).isZero();
        assertThat(lines()).extracting(line -> line.get("id")).containsExactly("%032x".formatted(2));
        assertThat(run("export", "--tenant", "acme")).isEqualTo(2);
        assertThat(command().err()).contains("write ORG/WORKSPACE");
    }

    @Test
    void writesCsvThatASpreadsheetDoesNotRun() {
        RequestPart request =
                new RequestPart("openai", "=cmd()|'x'!A1,\"q\"", "POST", "/v1", "", Body.text("-1\r\n+SUM(A1)"));
        command().store().sink().save(List.of(Samples.with(request, trace(1)), trace(2)));

        assertThat(run("export", "--format", "csv", "--detail")).isZero();
        assertThat(command().out())
                .startsWith("id,timestamp,provider,model,")
                .contains(",\"'=cmd()|'x'!A1,\"\"q\"\"\",")
                .contains(",\"'-1\r\n+SUM(A1)\",")
                .contains(",gpt-4o,")
                .endsWith("\r\n");
        String header = command().out().lines().findFirst().orElseThrow();
        run("export", "--detail");
        assertThat(lines())
                .allSatisfy(line -> assertThat(List.of(header.split(",", -1))).containsAll(line.keySet()));
    }

    @Test
    void writesAPrivateFileAndNeverOverAnother() throws IOException {
        command().store().sink().save(List.of(trace(1), trace(2)));
        Path file = directory().resolve("traces.ndjson");

        assertThat(run("export", "--out", "traces.ndjson")).as(command().err()).isZero();
        assertThat(command().out()).isEqualTo("exported 2 traces to " + file + "\n");
        assertThat(Files.readAllLines(file)).hasSize(2);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");

        command().store().sink().save(List.of(trace(3)));
        assertThat(run("export", "--out", "traces.ndjson")).isEqualTo(10);
        assertThat(command().err()).contains("exists and is left as it is").contains("--force");
        assertThat(Files.readAllLines(file)).hasSize(2);
        assertThat(run("export", "--out", "traces.ndjson", "--force", "--json")).isZero();
        assertThat(command().json()).containsEntry("traces", 3);
        assertThat(Files.readAllLines(file)).hasSize(3);
        assertThat(directory())
                .isDirectoryContaining(path -> path.equals(file))
                .isDirectoryNotContaining("glob:**.unfinished");
        assertThat(run("export", "--out", "no/such/place.csv")).isEqualTo(1);
        assertThat(command().err()).contains("its directory does not exist");
    }

    @Test
    void refusesADatabaseWithoutTheTables() throws IOException {
        Path empty = Files.createFile(directory().resolve("empty.db"));
        assertThat(command().run(Map.of(), directory(), "export", "--db", empty.toString()))
                .isEqualTo(3);
        assertThat(command().err()).contains("pending").contains("ongoingai migrate up");
        assertThat(command().run(Map.of(), directory(), "export", "--db", "none.db"))
                .isEqualTo(2);
        assertThat(command().err()).contains("none.db does not exist");
        assertThat(directory().resolve("none.db")).doesNotExist();
    }
}
