package ai.ongoing.gateway.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import picocli.CommandLine.ParameterException;

final class BenchOptionsTest {

    @Test
    void hasDefaultsForEverything() {
        BenchOptions options = BenchOptions.parse();

        assertThat(options.phases())
                .extracting(Phase::name)
                .containsExactly(
                        "JSON, 64 connections, at most",
                        "JSON, 500 a second",
                        "JSON, 2000 a second",
                        "SSE, 200 streams");
        assertThat(options.bodies()).isEqualTo(Bodies.USUAL);
        assertThat(options.foreign()).isEmpty();
    }

    @Test
    void takesOtherGatewaysSizesAndPauses() {
        BenchOptions options = BenchOptions.parse(
                "--url",
                "a=http://127.0.0.1:8081/openai/",
                "--url",
                "b=http://localhost:8082#77",
                "--gap",
                "100",
                "--answer-bytes",
                "1000000",
                "--seconds",
                "3",
                "--rates",
                "100");

        assertThat(options.foreign())
                .containsExactly(new Target("a", 8081, "/openai", 0), new Target("b", 8082, "", 77));
        assertThat(options.providerArguments()).containsExactly("1000000", "100");
        assertThat(options.bodies().answer()).hasSize(1_000_000);
        assertThat(options.phases()).hasSize(3).extracting(Phase::length).containsOnly(Duration.ofSeconds(3));
    }

    @Test
    void namesWhatMakesNoSense() {
        Bodies small = BenchOptions.parse("--request-bytes", "200", "--answer-bytes", "200")
                .bodies();
        assertThat(small.request(false)).hasSize(200);
        assertThat(small.answer()).hasSize(200);
        assertThatThrownBy(() -> BenchOptions.parse("--answer-bytes", "10"))
                .isInstanceOf(ParameterException.class)
                .hasMessageContaining("--answer-bytes 10: at least ");
        assertThatThrownBy(() -> BenchOptions.parse("--url", "x=https://example.org/"))
                .isInstanceOf(ParameterException.class)
                .hasMessageContaining("--url x=https://example.org/: NAME=http://127.0.0.1:PORT/PREFIX");
        assertThatThrownBy(() -> BenchOptions.parse("--url", "x=http://example.org:80/"))
                .isInstanceOf(ParameterException.class)
                .hasMessageContaining("only loopback is loaded");
        assertThatThrownBy(() -> BenchOptions.parse("--round", "1")).isInstanceOf(ParameterException.class);
    }

    @Test
    void askOfTheGivenSizeSaysWhetherItWantsAStream() {
        byte[] request = new Bodies(500, 1_000).request(true);

        assertThat(request).hasSize(500);
        assertThat(new String(request, StandardCharsets.US_ASCII))
                .contains("\"stream\":true")
                .endsWith("\"}]}");
    }
}
