package ai.ongoing.gateway.journal.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ai.ongoing.gateway.journal.JournalTotals;
import ai.ongoing.gateway.testkit.FileTree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Trouble ends by itself once its cause is gone, also when no call comes. */
final class TroubleOverTest {

    private static final String FULL = "the journal is full";
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    private Path temporary;

    private final List<String> taken = new ArrayList<>();
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

    private void fill() {
        for (String id = "call-0"; JournalFiles.complete(journal, id); id = "call-" + taken.size()) {
            taken.add(id);
        }
    }

    @Test
    void aFullJournalThatWasDrainedIsWellWithoutACall() {
        fill();
        await().during(Duration.ofMillis(2_500))
                .atMost(PATIENCE)
                .until(() -> journal.trouble().equals(FULL));

        assertThat(JournalFiles.ids(JournalFiles.drained(journal))).isEqualTo(taken);
        await().atMost(PATIENCE).until(() -> journal.trouble().isEmpty());
        assertThat(journal.totals()).isEqualTo(new JournalTotals(taken.size() + 1, 0, 0, taken.size(), 0, 1));
    }

    @Test
    void aDirectoryThatCanBeMadeAgainIsWellWithoutACall() throws IOException {
        await().until(() -> JournalFiles.segments(directory).size() == 2);
        FileTree.delete(directory);
        Files.writeString(directory, "in the way");
        fill();
        String trouble = journal.trouble();
        assertThat(trouble).isNotEmpty().isNotEqualTo(FULL);
        await().during(Duration.ofMillis(2_500))
                .atMost(PATIENCE)
                .until(() -> !journal.trouble().isEmpty());

        Files.delete(directory);
        await().atMost(PATIENCE).until(() -> journal.trouble().isEmpty());
        assertThat(JournalFiles.complete(journal, "after")).isTrue();
        taken.add("after");
        assertThat(JournalFiles.ids(JournalFiles.drained(journal))).isEqualTo(taken);
    }
}
