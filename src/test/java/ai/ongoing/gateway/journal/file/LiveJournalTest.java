package ai.ongoing.gateway.journal.file;

import static org.assertj.core.api.Assertions.assertThat;

import ai.ongoing.gateway.journal.BodyRecord;
import ai.ongoing.gateway.journal.FinishedCall;
import ai.ongoing.gateway.testkit.Calls;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Looking at a journal beside the gateway that writes it finds no damage, and behind one that died what it left. */
final class LiveJournalTest {

    private static final int LARGE = 2 * 1024 * 1024;
    private static final long WATCHED = Duration.ofSeconds(4).toNanos();

    @TempDir
    private Path temporary;

    private Path directory;
    private FileJournal journal;
    private final AtomicBoolean over = new AtomicBoolean();

    @BeforeEach
    void open() {
        directory = temporary.resolve("journal");
        journal = JournalFiles.open(directory, 256 * JournalFiles.MIB);
    }

    @AfterEach
    void end() {
        journal.end();
    }

    private void watchedDuring(Runnable work) throws InterruptedException {
        Thread worker = Thread.ofPlatform().start(() -> {
            while (!over.get()) {
                work.run();
            }
        });
        try {
            long begun = System.nanoTime();
            while (System.nanoTime() - begun < WATCHED) {
                JournalContents contents = JournalContents.of(directory);
                assertThat(contents.intact()).as("%s", contents).isTrue();
                assertThat(contents.missing()).isNull();
            }
        } finally {
            over.set(true);
            worker.join();
        }
    }

    @Test
    void aSegmentThatIsWrittenToIsIntact() throws InterruptedException {
        watchedDuring(() -> {
            assertThat(JournalFiles.complete(journal, "call", LARGE)).isTrue();
            JournalFiles.drained(journal);
        });
    }

    @Test
    void theFileOfCallsSetAsideIsIntactWhileOneComes() throws InterruptedException {
        Calls[] calls = {Calls.ordinary()};
        int[] count = {0};
        watchedDuring(() -> {
            Calls call = calls[0].id("call-" + count[0]++);
            BodyRecord body = call.body(new byte[LARGE], new byte[LARGE], "gzip");
            if (!journal.setAside(new FinishedCall(call.completionBeforeBody(), body), "a reason")) {
                over.set(true);
            }
        });
        assertThat(JournalContents.of(directory).keptAside()).isEqualTo(count[0] - (over.get() ? 1 : 0));
    }

    @Test
    void theTornEndOfAJournalWhoseGatewayDiedIsDamage() throws IOException {
        for (int i = 0; i < 5; i++) {
            JournalFiles.complete(journal, "call-" + i);
        }
        journal.setAside(new FinishedCall(Calls.ordinary().completion(), null), "a reason");
        Path left = JournalFiles.copy(directory, "left");
        assertThat(JournalContents.of(left).intact()).isTrue();
        tear(JournalFiles.segments(left).getFirst());
        assertThat(JournalContents.of(left).damagedBytes()).isBetween(100L, 2000L);

        Path aside = JournalFiles.copy(directory, "aside");
        tear(aside.resolve("set-aside"));
        JournalContents torn = JournalContents.of(aside);
        assertThat(torn.intact()).isFalse();
        assertThat(torn.keptAside()).isZero();
    }

    /** A process may die between making a file and writing its header. */
    @Test
    void aSegmentThatWasOnlyJustMadeIsNoDamage() throws IOException {
        JournalFiles.complete(journal, "call");
        Path left = JournalFiles.copy(directory, "left");
        Files.createFile(left.resolve("0000000000000099.segment"));

        JournalContents contents = JournalContents.of(left);
        assertThat(contents.intact()).isTrue();
        assertThat(contents.waiting()).isOne();
    }

    private static void tear(Path file) throws IOException {
        try (FileChannel open = FileChannel.open(file, StandardOpenOption.WRITE)) {
            open.truncate(open.size() - 10);
        }
    }
}
