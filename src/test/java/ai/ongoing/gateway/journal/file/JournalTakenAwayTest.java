package ai.ongoing.gateway.journal.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ai.ongoing.gateway.journal.JournalBatch.Unstored;
import ai.ongoing.gateway.journal.JournalBounds;
import ai.ongoing.gateway.journal.JournalTotals;
import ai.ongoing.gateway.testkit.FileTree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Somebody deletes the directory of a journal that is in use: it comes back, and with it all that was in it. */
final class JournalTakenAwayTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    private Path temporary;

    private Path directory;
    private FileJournal journal;

    @BeforeEach
    void open() {
        directory = temporary.resolve("journal");
        journal = JournalFiles.open(directory, JournalFiles.MIB);
    }

    @AfterEach
    void end() {
        journal.end();
    }

    @Test
    void makesItAgainWithAllThatWaitedAndWasCounted() throws IOException {
        note(0, 200);
        journal.release(journal.take(new JournalBounds(50, Long.MAX_VALUE)), Unstored.NONE);
        FileTree.delete(directory);
        note(200, 400);

        await().atMost(PATIENCE)
                .until(() -> Files.exists(directory.resolve("checkpoint"))
                        && JournalFiles.segments(directory).size() > 4);
        await().atMost(PATIENCE).untilAsserted(this::aCrashWouldLoseNothing);
        assertThat(journal.trouble()).isEmpty();
        assertThat(JournalFiles.ids(JournalFiles.drained(journal))).isEqualTo(ids(50, 400));
        assertThat(journal.totals()).isEqualTo(new JournalTotals(400, 0, 0, 400, 0, 0));
    }

    private void aCrashWouldLoseNothing() throws IOException {
        Path left = JournalFiles.copy(directory, "left-" + System.nanoTime());
        FileJournal next = JournalFiles.open(left, JournalFiles.MIB);
        try {
            assertThat(next.totals()).isEqualTo(new JournalTotals(400, 0, 350, 50, 0, 0));
            assertThat(JournalFiles.ids(JournalFiles.drained(next))).isEqualTo(ids(50, 400));
        } finally {
            next.end();
        }
    }

    @Test
    void saysWhyItCannotAndRecoversByItself() throws IOException {
        note(0, 20);
        FileTree.delete(directory);
        Files.writeString(directory, "in the way");

        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(journal.trouble())
                        .startsWith("tracing.journal.path " + directory + " was taken away and cannot be made again: ")
                        .endsWith("; what waits in it is kept as long as this process lives"));
        note(20, 40);

        Files.delete(directory);
        await().atMost(PATIENCE).until(() -> journal.trouble().isEmpty());
        assertThat(JournalFiles.ids(JournalFiles.drained(journal))).isEqualTo(ids(0, 40));
    }

    @Test
    void holdsItsLockAgain() throws IOException {
        FileTree.delete(directory);
        await().atMost(PATIENCE).until(() -> Files.exists(directory.resolve("lock")));
        assertThat(Files.readString(directory.resolve("lock")))
                .startsWith("process " + ProcessHandle.current().pid() + " on ");
    }

    private void note(int from, int to) {
        ids(from, to)
                .forEach(id -> assertThat(JournalFiles.complete(journal, id)).isTrue());
    }

    private static List<String> ids(int from, int to) {
        return IntStream.range(from, to).mapToObj(i -> "call-" + i).toList();
    }
}
