package ai.ongoing.gateway.journal.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ai.ongoing.gateway.journal.AdmittedCall;
import ai.ongoing.gateway.journal.JournalTotals;
import ai.ongoing.gateway.testkit.Calls;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A call that lasts keeps a note, and no room from the others. */
final class LongCallTest {

    private static final long MAX_BYTES = JournalFiles.MIB;
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    private Path temporary;

    private FileJournal journal;

    @BeforeEach
    void open() {
        journal = JournalFiles.open(temporary.resolve("journal"), MAX_BYTES);
    }

    @AfterEach
    void end() {
        journal.end();
    }

    private AdmittedCall admit(String id) {
        return journal.admit(Calls.ordinary().id(id).admission());
    }

    private static boolean complete(AdmittedCall call, String id) {
        return call.complete(Calls.ordinary().id(id).completion(), null);
    }

    /** Completes calls until one finds no room. */
    private List<String> fill(String prefix) {
        List<String> taken = new ArrayList<>();
        for (String id = prefix + 0; JournalFiles.complete(journal, id); id = prefix + taken.size()) {
            taken.add(id);
        }
        return taken;
    }

    private List<String> drained() {
        return JournalFiles.ids(JournalFiles.drained(journal));
    }

    @Test
    void aFullJournalIsEmptiedUnderALongCall() {
        AdmittedCall lasting = admit("long");
        for (String round : List.of("a-", "b-", "c-")) {
            List<String> taken = fill(round);
            assertThat(journal.backlog().bytes()).isGreaterThan(MAX_BYTES * 31 / 32);
            assertThat(drained()).isEqualTo(taken);
            assertThat(journal.backlog().bytes()).isLessThan(MAX_BYTES / 8);
        }
        assertThat(complete(lasting, "long")).isTrue();
        assertThat(JournalFiles.complete(journal, "after")).isTrue();
        assertThat(drained()).containsExactly("long", "after");

        JournalTotals books = journal.totals();
        assertThat(books.lost()).isEqualTo(3);
        assertThat(books).isEqualTo(new JournalTotals(books.stored() + 3, 0, 0, books.stored(), 0, 3));
    }

    /** Their notes fill fifteen sixteenths, and what is stored of the others lies before them: no release removes it. */
    @Test
    void aJournalFullOfOpenCallsTakesOthersOnceThoseBeforeThemAreStored() throws IOException {
        List<AdmittedCall> open = new ArrayList<>();
        for (long bytes = -1; bytes < journal.backlog().bytes(); ) {
            bytes = journal.backlog().bytes();
            open.add(admit("long-" + open.size()));
        }
        List<String> taken = fill("a-");
        assertThat(drained()).isEqualTo(taken);

        for (int round = 0; round < 2; round++) {
            await().atMost(PATIENCE).until(() -> journal.trouble().isEmpty());
            List<String> more = fill("b-" + round);
            assertThat(more).isNotEmpty();
            assertThat(drained()).isEqualTo(more);
        }
        Path left = JournalFiles.copy(temporary.resolve("journal"), "left");
        FileJournal next = new FileJournal(new JournalSettings(left, MAX_BYTES, false));
        try {
            assertThat(next.open(JournalFiles.STORE).interrupted())
                    .as("calls that are known, of which the last one was never noted")
                    .isEqualTo(open.size() - 1);
        } finally {
            next.end();
        }
        for (int i = 0; i < open.size(); i++) {
            complete(open.get(i), "long-" + i);
        }
        drained();
        await().atMost(PATIENCE).until(() -> journal.trouble().isEmpty());
        assertThat(JournalFiles.complete(journal, "after")).isTrue();
        assertThat(journal.totals().inFlight()).isZero();
        assertThat(journal.backlog().bytes()).isLessThan(MAX_BYTES / 8);
    }
}
