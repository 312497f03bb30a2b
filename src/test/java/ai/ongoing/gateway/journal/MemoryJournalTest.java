package ai.ongoing.gateway.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import ai.ongoing.gateway.testkit.Calls;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/** The bounds of {@link MemoryJournal}, and that it neither loses nor doubles a call. */
final class MemoryJournalTest {

    private static final JournalBounds EVERYTHING = new JournalBounds(Integer.MAX_VALUE, Long.MAX_VALUE);
    private static final JournalBounds ROOMY = new JournalBounds(1000, 64 * 1024 * 1024);

    @Test
    void handsCallsOutInTheOrderTheyCame() {
        MemoryJournal journal = new MemoryJournal(ROOMY);
        append(journal, "a", "b", "c");

        assertThat(drained(journal, EVERYTHING)).containsExactly("a", "b", "c");
        assertThat(journal.size()).isZero();
        assertThat(journal.bytes()).isZero();
    }

    @Test
    void refusesACallWhenItsRecordsAreUsedUpAndTakesOneAgainAfterADrain() {
        MemoryJournal journal = new MemoryJournal(new JournalBounds(2, 64 * 1024 * 1024));

        assertThat(append(journal, "a", "b", "c")).containsExactly(true, true, false);
        assertThat(journal.counts()).isEqualTo(new JournalCounts(0, 3, 1, 0));
        assertThat(drained(journal, EVERYTHING)).containsExactly("a", "b");
        assertThat(append(journal, "d")).containsExactly(true);
    }

    @Test
    void givesUpBodiesBeforeItRefusesACall() {
        CompletionRecord completion = Calls.ordinary().completionBeforeBody();
        BodyRecord body = Calls.ordinary().body(new byte[10_000], new byte[10_000], "");
        MemoryJournal journal = new MemoryJournal(new JournalBounds(1000, 60_000));

        assertThat(journal.append(completion, body)).isTrue();
        assertThat(journal.append(completion, body)).isTrue();

        List<FinishedCall> calls = new ArrayList<>();
        journal.drain(calls, EVERYTHING);
        assertThat(calls).extracting(FinishedCall::captureLost).containsExactly(false, true);
        assertThat(journal.counts()).isEqualTo(new JournalCounts(0, 2, 0, 1));
    }

    @Test
    void refusesACallOnlyWhenTheBytesDoNotSufficeForItsRecordAlone() {
        CompletionRecord completion = Calls.ordinary().completion();
        MemoryJournal journal = new MemoryJournal(new JournalBounds(1000, 3 * completion.weight()));

        for (int i = 0; i < 3; i++) {
            assertThat(journal.append(completion, null)).isTrue();
        }
        assertThat(journal.append(completion, null)).isFalse();
        assertThat(journal.bytes()).isEqualTo(3 * completion.weight());
    }

    @Test
    void drainsNoMoreThanABatchInCallsAndInBytes() {
        MemoryJournal journal = new MemoryJournal(ROOMY);
        append(journal, "a", "b", "c", "d");

        assertThat(drained(journal, new JournalBounds(3, Long.MAX_VALUE))).containsExactly("a", "b", "c");
        append(journal, "e");
        assertThat(drained(journal, new JournalBounds(9, 1)))
                .as("one call is always moved")
                .containsExactly("d");
    }

    @Test
    void remembersHowManyCallsEverWaitedAtOnce() {
        MemoryJournal journal = new MemoryJournal(ROOMY);
        append(journal, "a", "b", "c");
        drained(journal, EVERYTHING);
        append(journal, "d");

        assertThat(journal.highWatermark()).isEqualTo(3);
    }

    @Test
    void refusesAndCountsAnAppendAfterItWasClosedButLetsOutWhatItHolds() {
        MemoryJournal journal = new MemoryJournal(ROOMY);
        append(journal, "a");

        assertThat(journal.close()).isTrue();
        assertThat(journal.close()).isFalse();
        assertThat(append(journal, "b")).containsExactly(false);
        assertThat(journal.counts()).isEqualTo(new JournalCounts(0, 2, 1, 0));
        assertThat(journal.exhausted()).isFalse();
        assertThat(drained(journal, EVERYTHING)).containsExactly("a");
        assertThat(journal.exhausted()).isTrue();
    }

    @Test
    void closingWakesASleepingDrainer() throws InterruptedException {
        MemoryJournal journal = new MemoryJournal(ROOMY);
        Thread drainer = Thread.ofPlatform().start(() -> journal.await(1, 0));
        await().until(() -> drainer.getState() == Thread.State.WAITING);

        journal.close();

        assertThat(drainer.join(Duration.ofSeconds(5))).isTrue();
    }

    @Test
    void aCallWakesASleepingDrainer() throws InterruptedException {
        MemoryJournal journal = new MemoryJournal(ROOMY);
        Thread drainer = Thread.ofPlatform().start(() -> journal.await(1, 0));
        await().until(() -> drainer.getState() == Thread.State.WAITING);

        append(journal, "a");

        assertThat(drainer.join(Duration.ofSeconds(5))).isTrue();
    }

    @Test
    void refusesBoundsWithoutRoom() {
        assertThatThrownBy(() -> new JournalBounds(0, 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a journal needs room for at least one record and one byte, got 0 and 1");
    }

    @Test
    void losesAndDoublesNothingUnderManyAppendersADrainerAndAClose() throws InterruptedException {
        int appenders = 4;
        int each = 5_000;
        MemoryJournal journal = new MemoryJournal(new JournalBounds(500, 400_000));
        Set<String> taken = new HashSet<>();
        ConcurrentLinkedQueue<String> accepted = new ConcurrentLinkedQueue<>();
        CountDownLatch go = new CountDownLatch(1);
        List<Thread> threads = new ArrayList<>();
        for (int appender = 0; appender < appenders; appender++) {
            String prefix = appender + "-";
            threads.add(Thread.ofPlatform().start(() -> {
                awaitLatch(go);
                for (int i = 0; i < each; i++) {
                    if (append(journal, prefix + i).getFirst()) {
                        accepted.add(prefix + i);
                    }
                    if (i == each - 10 && prefix.startsWith("0")) {
                        journal.close();
                    }
                }
            }));
        }
        go.countDown();
        while (!journal.exhausted()) {
            journal.await(100, 10_000);
            for (String id : drained(journal, new JournalBounds(64, Long.MAX_VALUE))) {
                assertThat(taken.add(id)).as("doubled: " + id).isTrue();
            }
        }
        for (Thread thread : threads) {
            thread.join();
        }

        assertThat(taken).hasSize(accepted.size()).containsAll(accepted);
        JournalCounts counts = journal.counts();
        assertThat(counts.offered()).isEqualTo((long) appenders * each);
        assertThat(counts.offered() - counts.refused()).isEqualTo(taken.size());
        assertThat(journal.bytes()).isZero();
        assertThat(journal.highWatermark()).isLessThanOrEqualTo(500);
    }

    private static void awaitLatch(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static List<Boolean> append(MemoryJournal journal, String... ids) {
        List<Boolean> answers = new ArrayList<>();
        for (String id : ids) {
            answers.add(journal.append(Calls.ordinary().id(id).completion(), null));
        }
        return answers;
    }

    private static List<String> drained(MemoryJournal journal, JournalBounds limit) {
        List<FinishedCall> calls = new ArrayList<>();
        journal.drain(calls, limit);
        return calls.stream().map(call -> call.completion().traceId()).toList();
    }
}
