package ai.ongoing.gateway.journal.file;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A process that is killed at any moment has lost no call that it said was taken. */
final class JournalKillTest {

    private static final int ROUNDS = 5;

    @TempDir
    private Path temporary;

    @Test
    void losesNothingThatWasTakenHoweverOftenItIsKilled() throws Exception {
        Path directory = temporary.resolve("journal");
        Random random = new Random(20_261_121);
        Set<String> acknowledged = new HashSet<>();
        for (int round = 0; round < ROUNDS; round++) {
            acknowledged.addAll(untilKilled(directory, round, random.nextInt(50, 3_000)));
        }

        Set<String> kept = new HashSet<>(stored());
        FileJournal journal = JournalFiles.open(directory, 256 * JournalFiles.MIB);
        try {
            List<String> waiting = JournalFiles.drained(journal).stream()
                    .filter(call -> call.completion().status() == 200)
                    .map(call -> "ok " + call.completion().traceId() + ";")
                    .toList();
            assertThat(waiting).doesNotHaveDuplicates();
            kept.addAll(waiting);
        } finally {
            journal.end();
        }

        assertThat(acknowledged).isNotEmpty();
        assertThat(acknowledged.stream().filter(id -> !kept.contains(id))).isEmpty();
        assertThat(JournalFiles.segments(directory)).isEmpty();
    }

    private static Set<String> untilKilled(Path directory, int round, int lines) throws Exception {
        Process child = new ProcessBuilder(
                        JournalChild.command(List.of(), "work", directory.toString(), Integer.toString(round)))
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        List<String> said = new ArrayList<>();
        try (BufferedReader output = child.inputReader(StandardCharsets.UTF_8)) {
            String line = output.readLine();
            while (line != null) {
                said.add(line);
                if (said.size() == lines) {
                    // By its handle: killed as a process, its output would be closed before it is read.
                    child.toHandle().destroyForcibly();
                }
                line = output.readLine();
            }
        }
        child.waitFor();
        assertThat(said).as("round " + round).hasSizeGreaterThanOrEqualTo(lines);
        return said.stream()
                .filter(line -> line.matches(JournalChild.ACKNOWLEDGED))
                .collect(Collectors.toSet());
    }

    private List<String> stored() throws Exception {
        return Files.readAllLines(temporary.resolve("store")).stream()
                .filter(line -> line.matches(JournalChild.ACKNOWLEDGED))
                .toList();
    }
}
