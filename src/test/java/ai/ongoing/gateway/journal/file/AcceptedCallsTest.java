package ai.ongoing.gateway.journal.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ai.ongoing.gateway.journal.AdmittedCall;
import ai.ongoing.gateway.journal.FinishedCall;
import ai.ongoing.gateway.journal.JournalBatch;
import ai.ongoing.gateway.journal.JournalBatch.Unstored;
import ai.ongoing.gateway.journal.JournalBounds;
import ai.ongoing.gateway.journal.JournalPosition;
import ai.ongoing.gateway.journal.JournalTotals;
import ai.ongoing.gateway.journal.directory.CheckpointFile;
import ai.ongoing.gateway.journal.directory.CheckpointFile.Taken;
import ai.ongoing.gateway.testkit.Calls;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How many calls were accepted is known by itself, so a call that is nowhere any more shows in the books. */
final class AcceptedCallsTest {

    private static final int CALLS = 700;

    @TempDir
    private Path temporary;

    private final List<FileJournal> opened = new ArrayList<>();
    private Path directory;
    private FileJournal journal;

    @BeforeEach
    void openJournal() throws IOException {
        directory = Files.createDirectory(temporary.resolve("journal"));
        journal = open(directory);
    }

    @AfterEach
    void end() {
        opened.forEach(FileJournal::end);
    }

    private FileJournal open(Path path) {
        FileJournal next = JournalFiles.open(path, JournalFiles.MIB);
        opened.add(next);
        return next;
    }

    private void complete(int from, int to) {
        IntStream.range(from, to)
                .forEach(i ->
                        assertThat(JournalFiles.complete(journal, "call-" + i)).isTrue());
    }

    private void store(int calls) {
        JournalBatch batch = journal.take(new JournalBounds(calls, Long.MAX_VALUE));
        assertThat(batch.calls()).hasSize(calls);
        journal.release(batch, Unstored.NONE);
    }

    /** What the death of the process leaves, once the books were written down: everything but the open calls' threads. */
    private Path dead(String name) throws IOException {
        long accepted = journal.totals().accepted();
        await().until(() -> takenAt(directory).calls() == accepted);
        return JournalFiles.copy(directory, name);
    }

    private static Taken takenAt(Path path) throws IOException {
        return Objects.requireNonNull(
                CheckpointFile.read(path.resolve("checkpoint")).checkpoint().taken());
    }

    /** The books of the next process, which has nothing under way, and close. */
    private JournalTotals reopened(Path path) {
        FileJournal next = open(path);
        JournalTotals first = next.totals();
        List<FinishedCall> rest = JournalFiles.drained(next);
        assertThat(rest).hasSize((int) first.waiting());
        JournalTotals last = next.totals();
        assertThat(last)
                .isEqualTo(new JournalTotals(
                        first.accepted(), 0, 0, first.stored() + rest.size(), first.setAside(), first.lost()));
        assertThat(last.accepted()).isEqualTo(last.stored() + last.setAside() + last.lost());
        return first;
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 2, 4, -1})
    void callsOfASegmentThatVanishedWhileTheGatewayWasDownAreDeclaredLost(int which) throws IOException {
        complete(0, CALLS);
        store(50);
        Path left = dead("left");
        List<Path> segments = held(left);
        assertThat(segments).hasSizeGreaterThan(5);
        assertThat(JournalContents.of(left).missing()).isZero();
        Files.delete(segments.get(which < 0 ? segments.size() + which : which));
        JournalContents looked = JournalContents.of(left);
        assertThat(List.of(looked.intact(), looked.whole())).containsExactly(true, false);

        FileJournal next = new FileJournal(new JournalSettings(left, JournalFiles.MIB, false));
        opened.add(next);
        RecoveryReport report = next.open(JournalFiles.STORE);

        assertThat(report.missing()).isPositive().isLessThan(CALLS / 4);
        assertThat(looked.missing()).isEqualTo(report.missing());
        assertThat(JournalContents.of(left).missing()).as("beside a gateway").isNull();
        assertThat(next.totals())
                .isEqualTo(new JournalTotals(CALLS, 0, CALLS - 50 - report.missing(), 50, 0, report.missing()));
        assertThat(JournalFiles.drained(next)).hasSize((int) (CALLS - 50 - report.missing()));
        next.end();
        assertThat(reopened(left))
                .isEqualTo(new JournalTotals(CALLS, 0, 0, CALLS - report.missing(), 0, report.missing()));
    }

    /** Without the spare, which holds nothing. */
    private static List<Path> held(Path path) throws IOException {
        List<Path> segments = new ArrayList<>();
        for (Path file : JournalFiles.segments(path)) {
            if (Files.size(file) > 1024) {
                segments.add(file);
            }
        }
        return segments;
    }

    @Test
    void callsLetThroughAfterTheLastCheckpointAreAccepted() throws IOException {
        complete(0, 100);
        Path checkpoint = dead("early").resolve("checkpoint");
        complete(100, CALLS);
        AdmittedCall open = journal.admit(Calls.ordinary().id("open").admission());
        Path left = JournalFiles.copy(directory, "left");
        Files.copy(checkpoint, left.resolve("checkpoint"), StandardCopyOption.REPLACE_EXISTING);

        assertThat(JournalContents.of(left).missing()).isZero();
        assertThat(reopened(left)).isEqualTo(new JournalTotals(CALLS + 1, 0, CALLS + 1, 0, 0, 0));
        assertThat(open.complete(Calls.ordinary().id("open").completion(), null))
                .isTrue();
    }

    @Test
    void anOpenCallWhoseNoteIsCarriedAlongIsAcceptedOnce() throws IOException {
        journal.admit(Calls.ordinary().id("long").admission());
        for (int round = 0; round < 8; round++) {
            complete(round * 100, (round + 1) * 100);
            Path before = JournalFiles.copy(directory, "before-" + round);
            assertThat(reopened(before).lost()).isZero();
            store(100);
            // As the files are when the process dies right behind the release.
            Path after = JournalFiles.copy(directory, "after-" + round);
            int stored = (round + 1) * 100;
            assertThat(JournalContents.of(after).missing()).isZero();
            assertThat(reopened(after)).isEqualTo(new JournalTotals(stored + 1, 0, 1, stored, 0, 0));
        }
        assertThat(JournalFiles.segments(directory)).noneMatch(file -> file.endsWith("0000000000000001.segment"));
    }

    @Test
    void aCallThatDiesWithTheProcessAndWasNeverNotedIsDeclaredLost() throws IOException {
        int taken = 0;
        while (JournalFiles.complete(journal, "call-" + taken)) {
            taken++;
        }
        int refused = 1;
        for (int i = 0; i < 3; i++) {
            journal.admit(Calls.ordinary().id("unnoted-" + i).admission());
        }
        assertThat(journal.totals()).isEqualTo(new JournalTotals(taken + refused + 3, 3, taken, 0, 0, refused));

        Path left = dead("left");
        assertThat(JournalContents.of(left).missing()).isEqualTo(3);
        assertThat(reopened(left)).isEqualTo(new JournalTotals(taken + refused + 3, 0, taken, 0, 0, refused + 3));
    }

    @Test
    void aCallDeclaredLostThatIsFoundAgainIsLostNoMore() throws IOException {
        AdmittedCall noted = journal.admit(Calls.ordinary().id("noted").admission());
        int taken = 0;
        while (JournalFiles.complete(journal, "call-" + taken)) {
            taken++;
        }
        assertThat(noted.complete(Calls.ordinary().id("noted").completion(), null))
                .isFalse();
        assertThat(journal.totals()).isEqualTo(new JournalTotals(taken + 2, 0, taken, 0, 0, 2));

        // Its admission came before the room ran out, and tells of it.
        assertThat(reopened(dead("left"))).isEqualTo(new JournalTotals(taken + 2, 0, taken + 1, 0, 0, 1));
    }

    /** Between fifteen and sixteen sixteenths of the bound a call is known by its end alone. */
    @Test
    void aCallOfWhichOnlyTheEndFoundRoomIsAcceptedToo() throws IOException {
        int calls = 0;
        while (JournalFiles.complete(journal, "call-" + calls)) {
            calls++;
        }
        store(calls / 2);
        int further = calls;
        while (journal.backlog().bytes() < JournalFiles.MIB * 61 / 64) {
            assertThat(JournalFiles.complete(journal, "call-" + further)).isTrue();
            further++;
        }
        Path checkpoint = dead("early").resolve("checkpoint");
        complete(further, further + 20);
        Path left = JournalFiles.copy(directory, "left");
        Files.copy(checkpoint, left.resolve("checkpoint"), StandardCopyOption.REPLACE_EXISTING);

        JournalTotals books = journal.totals();
        assertThat(books.lost()).isOne();
        assertThat(reopened(left)).isEqualTo(books);
    }

    @Test
    void whatIsDeclaredLostIsKnownBeforeTheFirstCallOfTheNextProcess() throws IOException {
        complete(0, CALLS);
        Path left = dead("left");
        Files.delete(held(left).getLast());

        FileJournal next = open(left);
        JournalTotals books = next.totals();
        Path again = JournalFiles.copy(left, "again");
        assertThat(books.lost()).isPositive();
        for (int i = 0; i < 30; i++) {
            assertThat(JournalFiles.complete(next, "new-" + i)).isTrue();
        }
        assertThat(reopened(JournalFiles.copy(left, "later")))
                .isEqualTo(new JournalTotals(CALLS + 30, 0, books.waiting() + 30, 0, 0, books.lost()));
        assertThat(reopened(again)).isEqualTo(books);
    }

    @Test
    void aCheckpointOfAnOlderProgramSaysNothingOfAcceptedCalls() throws IOException {
        complete(0, CALLS);
        store(50);
        Path left = dead("left");
        // It writes the first part of a slot, and leaves what stands behind it.
        JournalPosition position =
                CheckpointFile.read(left.resolve("checkpoint")).checkpoint().position();
        ByteBuffer old = ByteBuffer.allocate(56);
        for (long number : new long[] {1_000, position.segment(), position.offset(), 50, 0, 0}) {
            old.putLong(number);
        }
        CRC32C crc = new CRC32C();
        crc.update(old.slice(0, 48));
        old.putLong(crc.getValue());
        try (RandomAccessFile file =
                new RandomAccessFile(left.resolve("checkpoint").toFile(), "rw")) {
            file.seek(4096);
            file.write(old.array());
        }
        Files.delete(held(left).getLast());

        assertThat(JournalContents.of(left).missing()).isNull();
        JournalTotals books = reopened(left);
        assertThat(books.accepted()).isLessThan(CALLS);
        assertThat(books).isEqualTo(new JournalTotals(books.waiting() + 50, 0, books.waiting(), 50, 0, 0));
        assertThat(takenAt(left).calls()).isEqualTo(books.accepted());
    }
}
