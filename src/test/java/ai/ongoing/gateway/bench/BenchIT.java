package ai.ongoing.gateway.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The load bench works on the packaged program, and under a little load every answer is a stored row. */
final class BenchIT {

    @Test
    void everyAnswerUnderLoadIsStored(@TempDir Path folder) throws Exception {
        Path output = folder.resolve("bench.txt");
        ProcessBuilder builder = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--enable-native-access=ALL-UNNAMED",
                        "-Dlogback.configurationFile=src/bench/logback.xml",
                        "-cp",
                        "target/test-classes:target/app/lib/*",
                        "ai.ongoing.gateway.bench.Bench",
                        "--most-load",
                        "1000",
                        "--results",
                        "target/bench-it",
                        "--seconds",
                        "1",
                        "--warm-up",
                        "0",
                        "--idle",
                        "0",
                        "--rounds",
                        "1",
                        "--connections",
                        "8",
                        "--rates",
                        "200",
                        "--streams",
                        "10",
                        "--gap",
                        "5",
                        "--request-bytes",
                        "200000",
                        "--answer-bytes",
                        "100000"))
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        builder.environment().put("ONGOINGAI_JAVA_OPTS", "-Dio.netty.leakDetection.level=paranoid");
        Process bench = builder.start();
        boolean ended = bench.waitFor(4, TimeUnit.MINUTES);
        String printed = Files.readString(output, StandardCharsets.UTF_8);
        assertThat(ended).as(printed).isTrue();
        assertThat(bench.exitValue()).as(printed).isZero();
        assertThat(printed)
                .contains("| gateway (SQLite, journal: process) |", "answers sent by the gateway")
                .doesNotContain("NOT KEPT");
    }
}
