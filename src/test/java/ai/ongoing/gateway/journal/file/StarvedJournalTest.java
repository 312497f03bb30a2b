package ai.ongoing.gateway.journal.file;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A heap that is full for a moment costs bodies at most: no call, and no thread that others wait for. */
final class StarvedJournalTest {

    @TempDir
    private Path temporary;

    @Test
    void losesNoCallWhereMemoryGivesOutAndGoesOnAfterwards() throws Exception {
        ProcessBuilder child = new ProcessBuilder(JournalChild.command(
                        List.of(), "starve", temporary.resolve("journal").toString()))
                .redirectErrorStream(true);
        child.environment().put("JDK_JAVA_OPTIONS", "-Dlogback.configurationFile=logback-test.xml");
        Process process = child.start();
        CompletableFuture<String> output = CompletableFuture.supplyAsync(() -> allOf(process));
        boolean over = process.waitFor(60, TimeUnit.SECONDS);
        process.destroyForcibly();
        String said = output.get();
        assertThat(over).as(said).isTrue();
        assertThat(process.exitValue()).as(said).isZero();
        assertThat(said.lines().filter(line -> line.matches("(starved|drained|next): .*")))
                .as(said)
                .containsExactly(
                        "starved: 0 handed out, noted true", "drained: 0-0-0 0-0-1+ 0-0-2 0-0-3 ", "next: whole");
        assertThat(said)
                .contains("the journal finds no memory to be read with")
                .contains("bodies on their way into the journal were given up");
    }

    private static String allOf(Process process) {
        try {
            return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
