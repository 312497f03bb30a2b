package ai.ongoing.gateway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import ai.ongoing.gateway.cli.command.Terminal;
import ai.ongoing.gateway.testkit.Answer;
import ai.ongoing.gateway.testkit.FakeUpstream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The command against a gateway's answers, good and bad. */
class DiagnosticsCommandTest {

    private static final String PATH = "/api/diagnostics/trace-pipeline";
    private static final String DOCUMENT = """
        {"schema_version":"trace-pipeline-diagnostics.v1","generated_at":"2026-11-20T10:00:00Z","diagnostics":{
        "queue_capacity":64,"queue_depth":2,"queue_depth_high_watermark":5,"queue_utilization_pct":3,
        "queue_high_watermark_utilization_pct":7,"queue_pressure_state":"ok",
        "queue_high_watermark_pressure_state":"elevated","enqueue_accepted_total":9,"enqueue_dropped_total":0,
        "write_dropped_total":1,"total_dropped_total":1,"last_write_drop_at":"2026-11-20T09:00:00Z",
        "last_write_drop_operation":"write_trace","write_failures_by_class":{"unknown":1,"timeout":2},
        "store_driver":"sqlite","books":{"accepted":10,"in_flight":1,"waiting":2,"stored":6,"set_aside":1,
        "declared_lost":0},"lag_seconds":0,"journal_bytes":2048}}""";

    private final FakeUpstream gateway = FakeUpstream.start();
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private final Map<String, String> environment = new HashMap<>();

    @TempDir
    private Path directory;

    @AfterEach
    void close() {
        gateway.close();
    }

    private int run(String... arguments) {
        List<String> all = new ArrayList<>(List.of("diagnostics"));
        all.addAll(List.of(arguments));
        Terminal terminal = new Terminal(
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                directory,
                environment);
        return new Cli(terminal, config -> 42).run(all.toArray(String[]::new));
    }

    @Test
    void printsTheContractsRowsAndTheBooks() {
        gateway.answer("GET", PATH, Answer.json("200 OK", DOCUMENT));

        assertThat(run("--base-url", gateway.uri() + "//?x#y", "trace-pipeline"))
                .isZero();
        assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo("""
                OngoingAI Diagnostics
                Schema version           trace-pipeline-diagnostics.v1
                Generated at             2026-11-20T10:00:00Z
                Source                   trace-pipeline
                Queue pressure           OK
                High watermark pressure  ELEVATED

                Queue
                Capacity                          64
                Depth                             2
                Depth high watermark              5
                Utilization (pct)                 3
                High watermark utilization (pct)  7
                Enqueue accepted total            9

                Drops
                Enqueue dropped total      0
                Write dropped total        1
                Total dropped              1
                Last enqueue drop at       (none)
                Last write drop at         2026-11-20T09:00:00Z
                Last write drop operation  write_trace

                Write Failures by Class
                timeout  2
                unknown  1

                Store
                Driver  sqlite

                Books
                Accepted       10
                In flight      1
                Waiting        2
                Stored         6
                Set aside      1
                Declared lost  0
                Lag (seconds)  0
                Journal bytes  2048
                """);
        assertThat(gateway.lastReceived().header("Accept")).isEqualTo("application/json");
        assertThat(gateway.lastReceived().header("X-OngoingAI-Gateway-Key")).isNull();
    }

    @Test
    void printsTheDocumentAsJsonAndSendsTheKeyUnderTheConfiguredHeader() {
        gateway.answer("GET", PATH, Answer.json("200 OK", DOCUMENT));
        environment.put("ONGOINGAI_PORT", Integer.toString(gateway.port()));
        environment.put("ONGOINGAI_HOST", "127.0.0.1");
        environment.put("ONGOINGAI_AUTH_HEADER", "X-Team");

        assertThat(run("--format", "JSON", "--gateway-key", "k1")).isZero();
        assertThat(out.toString(StandardCharsets.UTF_8))
                .startsWith("{\n  \"schema_version\": \"trace-pipeline-diagnostics.v1\",\n")
                .contains("\n    \"")
                .endsWith("\n  }\n}\n");
        assertThat(gateway.lastReceived().header("X-Team")).isEqualTo("k1");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        a b                                | diagnostics accepts at most one positional argument: trace-pipeline
        queue                              | unsupported diagnostics target "queue": expected "trace-pipeline"
        --format xml                       | invalid diagnostics format "xml": expected text or json
        --timeout 0s                       | invalid diagnostics timeout "0s": must be greater than 0
        --base-url ftp://x                 | invalid diagnostics base url "ftp://x": expected http:// or https:// and a host
        """)
    void refusesWhatCannotBeMeant(String arguments, String message) {
        assertThat(run(arguments.split(" ", -1))).isEqualTo(2);
        assertThat(err.toString(StandardCharsets.UTF_8)).isEqualTo(message + System.lineSeparator());
    }

    @Test
    void namesAStatusThatComesWithoutAWord() {
        gateway.answer("GET", PATH, Answer.json("502 Bad Gateway", " "));

        assertThat(run("--base-url", gateway.uri().toString())).isOne();
        assertThat(err.toString(StandardCharsets.UTF_8))
                .isEqualTo("failed to read diagnostics: status 502: Bad Gateway" + System.lineSeparator());
    }

    @Test
    void aConfigurationThatIsWrongMattersOnlyWhereItIsNeeded() {
        environment.put("ONGOINGAI_PORT", "no number");
        gateway.answer("GET", PATH, Answer.json("200 OK", DOCUMENT));

        assertThat(run("--base-url", gateway.uri().toString())).isZero();
        assertThat(gateway.lastReceived().header("X-OngoingAI-Gateway-Key")).isNull();
        assertThat(run("--base-url", gateway.uri().toString(), "--gateway-key", "k1"))
                .isZero();
        assertThat(gateway.lastReceived().header("X-OngoingAI-Gateway-Key")).isEqualTo("k1");
        assertThat(run()).isNotZero();
        assertThat(err.toString(StandardCharsets.UTF_8)).contains("ONGOINGAI_PORT");
    }

    @Test
    void looksForAGatewayOnEveryAddressAtThisMachinesOwn() {
        gateway.answer("GET", PATH, Answer.json("200 OK", DOCUMENT));
        environment.put("ONGOINGAI_PORT", Integer.toString(gateway.port()));
        environment.put("ONGOINGAI_HOST", "0.0.0.0");

        assertThat(run()).isZero();
        assertThat(gateway.lastReceived().header("Host")).isEqualTo("localhost:" + gateway.port());
    }

    @Test
    void waitsNoLongerThanItWasTold() {
        CountDownLatch never = new CountDownLatch(1);
        gateway.answer("GET", PATH, Answer.json("200 OK", DOCUMENT).stallingBefore(0, never));
        try {
            assertThat(run("--base-url", gateway.uri().toString(), "--timeout", "200ms"))
                    .isOne();
            assertThat(err.toString(StandardCharsets.UTF_8))
                    .isEqualTo("failed to read diagnostics: " + gateway.uri() + ": no whole answer within 200ms"
                            + System.lineSeparator());
        } finally {
            never.countDown();
        }
    }

    @Test
    void saysWhatTheGatewaySaidInstead() {
        gateway.answer("GET", PATH, Answer.json("503 Service Unavailable", "{\"error\":\"gateway is starting\"}"));
        assertThat(run("--base-url", gateway.uri().toString())).isEqualTo(1);
        assertThat(err.toString(StandardCharsets.UTF_8))
                .contains("failed to read diagnostics: status 503: gateway is starting");

        gateway.answer("GET", PATH, Answer.json("200 OK", "{\"pad\":\"" + "x".repeat(1 << 20) + "\"}"));
        assertThat(run("--base-url", gateway.uri().toString())).isEqualTo(1);
        assertThat(err.toString(StandardCharsets.UTF_8)).contains("response too large");

        gateway.answer("GET", PATH, Answer.json("200 OK", "{}"));
        assertThat(run("--base-url", gateway.uri().toString())).isEqualTo(1);
        assertThat(err.toString(StandardCharsets.UTF_8)).contains("the answer has no schema_version");
    }

    @Test
    void namesTheAddressThatDoesNotAnswer() {
        String address = gateway.uri().toString();
        gateway.close();
        assertThat(run("--base-url", address)).isEqualTo(1);
        assertThat(err.toString(StandardCharsets.UTF_8)).startsWith("failed to read diagnostics: " + address + ": ");
    }
}
