package ai.ongoing.gateway.journal.file;

import static ai.ongoing.gateway.journal.file.JournalFiles.complete;
import static ai.ongoing.gateway.journal.file.JournalFiles.ids;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import ai.ongoing.gateway.journal.AdmittedCall;
import ai.ongoing.gateway.journal.AnswerRecord;
import ai.ongoing.gateway.journal.BodyRecord;
import ai.ongoing.gateway.journal.CompletionRecord;
import ai.ongoing.gateway.journal.FinishedCall;
import ai.ongoing.gateway.journal.JournalBatch;
import ai.ongoing.gateway.journal.JournalBatch.Unstored;
import ai.ongoing.gateway.journal.JournalBounds;
import ai.ongoing.gateway.journal.JournalTotals;
import ai.ongoing.gateway.provider.RequestFacts;
import ai.ongoing.gateway.provider.ResponseFacts;
import ai.ongoing.gateway.testkit.Calls;
import ai.ongoing.gateway.testkit.NewerRecord;
import ai.ongoing.gateway.trace.Completion;
import ai.ongoing.gateway.trace.Timing;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a journal takes comes out again, in order and once, also from the next process. */
final class FileJournalTest {

    private static final long MIB = JournalFiles.MIB;
    private static final JournalBounds MANY = new JournalBounds(100_000, Long.MAX_VALUE);

    @TempDir
    private Path directory;

    private final List<FileJournal> opened = new ArrayList<>();

    @AfterEach
    void end() {
        opened.forEach(FileJournal::end);
    }

    private FileJournal journal() {
        return journal(64 * MIB);
    }

    private FileJournal journal(long maxBytes) {
        FileJournal journal = JournalFiles.open(directory, maxBytes);
        opened.add(journal);
        return journal;
    }

    private FileJournal afterACrash() throws IOException {
        Path left = JournalFiles.copy(directory, directory.getFileName() + "-left");
        FileJournal journal = new FileJournal(new JournalSettings(left, 64 * MIB, false));
        recovered = journal.open(JournalFiles.STORE);
        opened.add(journal);
        return journal;
    }

    private RecoveryReport recovered = new RecoveryReport(0, 0, 0, 0, 0);

    private static List<String> taken(FileJournal journal) {
        return ids(JournalFiles.drained(journal));
    }

    @Test
    void handsOutWhatItTookInOrder() {
        FileJournal journal = journal();
        List<String> ids = IntStream.range(0, 500).mapToObj(i -> "call-" + i).toList();
        ids.forEach(id -> complete(journal, id));

        assertThat(taken(journal)).containsExactlyElementsOf(ids);
        assertThat(journal.totals()).isEqualTo(new JournalTotals(500, 0, 0, 500, 0, 0));
    }

    @Test
    void givesBackARecordAsItWas() {
        FileJournal journal = journal();
        Calls call =
                Calls.ordinary().id("odd").requestHeaders("x", "\0 \udc00 € é").path("/\ud83d\ude00");
        BodyRecord body = call.body(new byte[] {0, -1, 7}, new byte[70_000], "gzip");
        journal.admit(call.admission()).complete(call.completionBeforeBody(), body);

        await().until(() -> journal.backlog().bytes() > 70_000);
        FinishedCall found = journal.take(MANY).calls().getFirst();
        assertThat(found.completion()).isEqualTo(call.completionBeforeBody());
        assertThat(found.body()).usingRecursiveComparison().isEqualTo(body);
    }

    @Test
    void keepsAfterACrashWhatWasNotReleasedAndOnlyThat() throws IOException {
        FileJournal journal = journal();
        IntStream.range(0, 30).forEach(i -> complete(journal, "call-" + i));
        JournalBatch first = journal.take(new JournalBounds(10, Long.MAX_VALUE));
        journal.release(first, new Unstored(1, 0));
        journal.take(new JournalBounds(5, Long.MAX_VALUE));

        FileJournal next = afterACrash();

        assertThat(recovered).isEqualTo(new RecoveryReport(20, 0, 0, 0, 0));
        assertThat(taken(next))
                .containsExactlyElementsOf(
                        IntStream.range(10, 30).mapToObj(i -> "call-" + i).toList());
        assertThat(next.totals()).isEqualTo(new JournalTotals(30, 0, 0, 29, 1, 0));
    }

    @Test
    void notesCallsThatNeverEndedAsInterrupted() throws IOException {
        FileJournal journal = journal();
        journal.admit(Calls.ordinary().id("cut").admission());
        complete(journal, "whole");

        FileJournal next = afterACrash();

        assertThat(recovered).isEqualTo(new RecoveryReport(1, 1, 0, 0, 0));
        List<FinishedCall> calls = next.take(MANY).calls();
        assertThat(ids(calls)).containsExactly("whole", "cut");
        assertThat(calls.get(1).completion().completion()).isEqualTo(Completion.INTERRUPTED);
        assertThat(calls.get(1).completion().requestHeaders())
                .isEqualTo(Calls.ordinary().admission().requestHeaders());
    }

    @Test
    void tellsOfACallCutInItsAnswerWhatWasKnownThen() throws IOException {
        Calls cut = Calls.ordinary().id("cut");
        FileJournal journal = journal();
        journal.admit(cut.admission()).answered(answerOf(cut));

        CompletionRecord known = afterACrash().take(MANY).calls().getFirst().completion();

        assertThat(known)
                .isEqualTo(new CompletionRecord(
                        cut.admission(),
                        Calls.FINISHED_AT,
                        cut.responseHeaders(),
                        206,
                        Completion.INTERRUPTED,
                        true,
                        0,
                        new Timing(250, 0, 0),
                        new RequestFacts("gpt-4o", true),
                        ResponseFacts.UNKNOWN,
                        false));
    }

    private static AnswerRecord answerOf(Calls call) {
        RequestFacts facts = new RequestFacts("gpt-4o", true);
        return new AnswerRecord(call.id(), Calls.FINISHED_AT, 206, true, call.responseHeaders(), facts, null);
    }

    private static final AnswerRecord.Progress PROGRESS = new AnswerRecord.Progress(
            Calls.FINISHED_AT.plusSeconds(4),
            17,
            9_000,
            Calls.ordinary().completion().responseFacts());

    @Test
    void tellsOfACallCutInItsAnswerHowFarItHadCome() throws IOException {
        Calls cut = Calls.ordinary().id("cut");
        AdmittedCall call = journal().admit(cut.admission());
        call.answered(answerOf(cut));
        call.answered(answerOf(cut)
                .with(new AnswerRecord.Progress(Calls.FINISHED_AT.plusSeconds(2), 8, 9_000, ResponseFacts.UNKNOWN)));
        call.answered(answerOf(cut).with(PROGRESS));

        CompletionRecord known = afterACrash().take(MANY).calls().getFirst().completion();

        assertThat(known.status()).isEqualTo(206);
        assertThat(known.finishedAt()).isEqualTo(PROGRESS.notedAt());
        assertThat(known.chunks()).isEqualTo(17);
        assertThat(known.timing()).isEqualTo(new Timing(4_250, 0, 9_000));
        assertThat(known.responseFacts()).isEqualTo(PROGRESS.facts()).isNotEqualTo(ResponseFacts.UNKNOWN);
    }

    @Test
    void notesNoProgressOnceHalfOfTheJournalIsUsed() throws IOException {
        FileJournal journal = journal(MIB);
        Calls stream = Calls.ordinary().id("stream");
        AdmittedCall call = journal.admit(stream.admission());
        call.answered(answerOf(stream));
        for (int i = 0; journal.backlog().bytes() < MIB / 2; i++) {
            assertThat(complete(journal, "other-" + i)).isTrue();
        }
        long bytes = journal.backlog().bytes();
        call.answered(answerOf(stream).with(PROGRESS));

        assertThat(journal.backlog().bytes()).isEqualTo(bytes);
        assertThat(complete(journal, "one-more")).as("calls still find room").isTrue();
    }

    @Test
    void notesNoAnswerOfACallThatHasEnded() throws IOException {
        FileJournal journal = journal();
        Calls ended = Calls.ordinary().id("ended");
        AdmittedCall call = journal.admit(ended.admission());
        call.complete(ended.completion(), null);
        long bytes = journal.backlog().bytes();
        call.answered(answerOf(ended));

        assertThat(journal.backlog().bytes()).isEqualTo(bytes);
    }

    @Test
    void removesSegmentsOnceTheyAreStoredAndKeepsTheNotesOfLongCalls() throws IOException {
        FileJournal journal = journal(MIB);
        Calls stream = Calls.ordinary().id("lasting");
        AdmittedCall lasting = journal.admit(stream.admission());
        lasting.answered(answerOf(stream));
        lasting.answered(answerOf(stream).with(PROGRESS));
        for (int round = 0; round < 40; round++) {
            String prefix = round + "-";
            IntStream.range(0, 60)
                    .forEach(i -> assertThat(complete(journal, prefix + i)).isTrue());
            assertThat(taken(journal)).hasSize(60);
        }
        assertThat(journal.backlog().bytes()).isLessThan(MIB / 4);

        FileJournal next = afterACrash();
        assertThat(recovered.interrupted()).isOne();
        FinishedCall cut = JournalFiles.drained(next).getFirst();
        assertThat(cut.completion().traceId()).isEqualTo("lasting");
        assertThat(cut.completion().status())
                .as("the note of its answer came along")
                .isEqualTo(206);
        assertThat(cut.completion().chunks()).as("and how far it had come").isEqualTo(17);
        assertThat(lasting.complete(Calls.ordinary().id("lasting").completion(), null))
                .isTrue();
        assertThat(taken(journal)).containsExactly("lasting");
    }

    @Test
    void leavesNoSegmentBehindWhenAllIsStored() throws IOException {
        FileJournal journal = journal();
        complete(journal, "a", 10_000);
        assertThat(taken(journal)).containsExactly("a");
        journal.end();

        try (Stream<Path> files = Files.list(directory)) {
            assertThat(files.map(file -> String.valueOf(file.getFileName())))
                    .containsExactlyInAnyOrder("checkpoint", "lock");
        }
        FileJournal again = journal();
        assertThat(again.totals()).isEqualTo(new JournalTotals(1, 0, 0, 1, 0, 0));
    }

    @Test
    void givesUpBodiesThenNotesThenCalls() {
        FileJournal journal = journal(MIB);
        int taken = 0;
        while (complete(journal, "call-" + taken, 20_000)) {
            taken++;
            await().pollDelay(Duration.ZERO).pollInterval(Duration.ofMillis(1)).until(() -> journal.await(1, 0));
        }

        assertThat(journal.counts().bodiesDropped()).isPositive();
        assertThat(journal.totals().lost()).isOne();
        assertThat(journal.trouble()).isEqualTo("the journal is full");
        List<FinishedCall> calls = new ArrayList<>();
        while (calls.size() < taken) {
            JournalBatch batch = journal.take(new JournalBounds(50, Long.MAX_VALUE));
            calls.addAll(batch.calls());
            journal.release(batch, Unstored.NONE);
        }
        assertThat(calls).anyMatch(call -> call.body() != null).anyMatch(FinishedCall::captureLost);
        assertThat(complete(journal, "after")).isTrue();
        await().until(() -> journal.trouble().isEmpty());
        assertThat(journal.totals()).isEqualTo(new JournalTotals(taken + 2, 0, 1, taken, 0, 1));
    }

    @Test
    void keepsWorkingWhenAThreadIsInterruptedInIt() throws InterruptedException {
        FileJournal journal = journal();
        Thread interrupted = Thread.ofPlatform().start(() -> {
            Thread.currentThread().interrupt();
            complete(journal, "a");
            assertThat(Thread.currentThread().isInterrupted()).isTrue();
        });
        assertThat(interrupted.join(Duration.ofSeconds(10))).isTrue();
        complete(journal, "b");

        Thread.currentThread().interrupt();
        List<String> ids = taken(journal);
        assertThat(Thread.interrupted()).isTrue();
        assertThat(ids).containsExactly("a", "b");
    }

    @Test
    void keepsCallsTheStoreRefusesAsideUntilTheyAreTriedAgain() throws IOException {
        FileJournal journal = journal();
        complete(journal, "good");
        complete(journal, "bad", 10);
        await().until(() -> journal.backlog().calls() == 2);
        JournalBatch batch = journal.take(MANY);
        while (batch.calls().size() < 2) {
            journal.release(batch, Unstored.NONE);
            batch = journal.take(MANY);
        }
        assertThat(journal.setAside(batch.calls().get(1), "a reason")).isTrue();
        journal.release(batch, new Unstored(1, 0));
        assertThat(journal.totals()).isEqualTo(new JournalTotals(2, 0, 0, 1, 1, 0));
        journal.end();

        FileJournal later = journal();
        assertThat(later.retrySetAside()).isOne();
        assertThat(later.totals()).isEqualTo(new JournalTotals(2, 0, 1, 1, 0, 0));
        FinishedCall again = JournalFiles.drained(later).getFirst();
        assertThat(again.completion().traceId()).isEqualTo("bad");
        assertThat(Objects.requireNonNull(again.body()).request()).hasSize(10);
        assertThat(later.retrySetAside()).isZero();
    }

    @Test
    void leavesTheFileAloneThatHoldsACallOfANewerVersion() throws IOException {
        FileJournal journal = journal();
        Path aside = directory.resolve("set-aside");
        journal.setAside(new FinishedCall(Calls.ordinary().id("ours").completion(), null), "a reason");
        long at = Files.size(aside);
        journal.setAside(new FinishedCall(Calls.ordinary().id("theirs").completion(), null), "a reason");
        NewerRecord.last(aside, at);
        byte[] before = Files.readAllBytes(aside);

        assertThatThrownBy(journal::retrySetAside)
                .isInstanceOf(IOException.class)
                .hasMessage(
                        "1 of the records in " + aside + " cannot be read by this version of the program; run"
                                + " ongoingai journal replay --set-aside with the version that wrote them, or move the file away");
        assertThat(aside).hasBinaryContent(before);
        assertThat(journal.totals()).isEqualTo(new JournalTotals(0, 0, 0, 0, 0, 0));
    }

    @Test
    void syncsWhatWasAppendedWhenAskedTo() {
        FileJournal journal = new FileJournal(new JournalSettings(directory, MIB, true));
        journal.open(JournalFiles.STORE);
        opened.add(journal);
        for (int round = 0; round < 30; round++) {
            String prefix = round + "-";
            IntStream.range(0, 60)
                    .forEach(i -> assertThat(complete(journal, prefix + i)).isTrue());
            assertThat(taken(journal)).hasSize(60);
        }
        assertThat(journal.trouble()).isEmpty();
    }

    @Test
    void saysHowLongTheOldestHasWaitedForAsLongAsCallsWait() {
        FileJournal journal = journal();
        IntStream.range(0, 3).forEach(i -> complete(journal, "call-" + i));
        for (int left = 3; left > 0; left--) {
            JournalBatch batch = journal.take(new JournalBounds(1, Long.MAX_VALUE));
            assertThat(journal.backlog().oldest()).as("%s in all", left).isEqualTo(Calls.FINISHED_AT);
            journal.release(batch, Unstored.NONE);
            assertThat(journal.backlog().calls()).isEqualTo(left - 1);
            assertThat(journal.backlog().oldest())
                    .as("%s not taken", left - 1)
                    .isEqualTo(left > 1 ? Calls.FINISHED_AT : null);
        }
    }

    @Test
    void holdsAsMuchMemoryWithABacklogAsWithout() {
        FileJournal journal = journal(1024 * MIB);
        IntStream.range(0, 60_000).forEach(i -> complete(journal, "call-" + i));
        long backlog = journal.backlog().bytes();
        assertThat(backlog).isGreaterThan(30 * MIB);
        long before = usedAfterCollection();
        JournalBatch first = journal.take(new JournalBounds(500, MIB));
        assertThat(first.calls()).hasSize(500);
        journal.release(first, Unstored.NONE);
        assertThat(usedAfterCollection() - before).isLessThan(backlog / 4);
        assertThat(taken(journal)).hasSize(59_500);
    }

    private static long usedAfterCollection() {
        System.gc();
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }
}
