package ai.ongoing.gateway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import ai.ongoing.gateway.GatewayApplication;
import ai.ongoing.gateway.testkit.JvmCommand;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Ctrl-C while a copy into a file runs, as a process feels it. */
abstract class CopyInterruptContract extends TypedCommands {

    static final int CALLS = 60_000;

    /** How a flag names the source. */
    abstract String source();

    /** Puts {@value #CALLS} calls with bodies into the source. */
    abstract void fill() throws Exception;

    private Process start(String... more) throws IOException {
        List<String> command = JvmCommand.of(
                "128m",
                GatewayApplication.class,
                "db",
                "copy",
                "--from",
                source(),
                "--to",
                "b.db",
                "--migrate-target",
                "--chunk-rows",
                "1000");
        command.addAll(List.of(more));
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectError(directory.resolve("err.txt").toFile());
        builder.environment().putAll(environment());
        return builder.start();
    }

    /** What the process said until it ended; it is interrupted once calls are on their way. */
    private static List<String> interrupted(Process copy) throws Exception {
        List<String> lines = new ArrayList<>();
        boolean told = false;
        try (BufferedReader said = copy.inputReader(StandardCharsets.UTF_8)) {
            for (String line = said.readLine(); line != null; line = said.readLine()) {
                lines.add(line);
                if (!told && line.contains("\"event\":\"progress\"") && line.contains("traces")) {
                    told = true;
                    new ProcessBuilder("kill", "-INT", Long.toString(copy.pid()))
                            .start()
                            .waitFor();
                }
            }
        }
        assertThat(told).as("the copy was running: %s", lines).isTrue();
        return lines;
    }

    @Test
    void endsWith130SaysHowToGoOnAndGoesOn() throws Exception {
        assertThat(run("migrate up")).as(err()).isZero();
        fill();
        Process copy = start("--json");
        List<String> lines = interrupted(copy);
        Path err = directory.resolve("err.txt");
        assertThat(copy.waitFor()).as("%s %s", lines, Files.readString(err)).isEqualTo(130);
        assertThat(Files.readString(err))
                .contains("stopped; every chunk that was committed stays. To go on, run the same command again")
                .doesNotContain("Exception");

        Process again = start();
        String said = new String(again.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(again.waitFor()).as(said).isZero();
        assertThat(said)
                .contains("Going on with copy ", "traces: Found " + CALLS + " records", " were there)")
                .contains("✓ Every row was read back and is what left the source");
    }
}
