package ai.ongoing.gateway.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;
import static org.awaitility.Awaitility.await;

import ai.ongoing.gateway.journal.JournalBounds;
import ai.ongoing.gateway.testkit.CapturedLog;
import ai.ongoing.gateway.trace.TraceStoreException.Failure;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The writer against a store that is there, away, slow or choosy. */
final class TraceWriterTest {

    private static final String LEFT =
            "failed to flush pending traces before shutdown; they stay in the journal for the next start";
    private static final Duration SOON = Duration.ofSeconds(10);
    private static final WriterPace QUICK = new WriterPace(
            new JournalBounds(8, 1024 * 1024), Duration.ofMillis(1), Duration.ofMillis(1), Duration.ofMillis(4), 3);

    private final CapturedLog log = new CapturedLog(TraceWriter.class);
    private final CapturedLog queueLog = new CapturedLog(TraceQueue.class);
    private final ScriptedSink sink = new ScriptedSink();
    private final Pipeline pipeline = Pipeline.into(sink, QUICK);
    private final TraceWriter writer = pipeline.writer;

    @AfterEach
    void release() {
        sink.release();
        pipeline.close();
        log.close();
        queueLog.close();
    }

    @Test
    void hasNoThreadBeforeItIsStarted() {
        append("a");

        assertThat(threads()).isEmpty();
        writer.start();
        assertThat(threads()).hasSize(1);
        assertThatThrownBy(writer::start).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void storesCallsInOrderAndInBatches() {
        List<String> ids = append(20);
        writer.start();

        assertThat(writer.close(SOON)).isTrue();
        assertThat(sink.stored).containsExactlyElementsOf(ids);
        assertThat(sink.batches).containsExactly(8, 8, 4);
        assertThat(books()).isEqualTo(new Books(20, 0, 0, 20, 0, 0));
        assertThat(log.lines()).containsExactly("INFO flushed pending traces before shutdown");
        assertThat(log.attributes("flushed pending traces before shutdown")).containsKey("duration_ms");
    }

    /** The books ask the time when a batch is taken, when it is released, and between. */
    @Test
    void losesNoBatchWhereMemoryGivesOutAfterItWasTaken() {
        AtomicInteger failures = new AtomicInteger();
        Clock starved = new Clock() {
            @Override
            public ZoneId getZone() {
                return ZoneOffset.UTC;
            }

            @Override
            public Clock withZone(ZoneId zone) {
                return this;
            }

            @Override
            public Instant instant() {
                boolean writer = Thread.currentThread().getName().equals(TraceWriter.THREAD_NAME);
                if (writer && failures.get() < 3) {
                    failures.incrementAndGet();
                    throw new OutOfMemoryError("scripted");
                }
                return Instant.now();
            }
        };
        try (Pipeline starving = Pipeline.into(sink, QUICK, starved)) {
            List<String> ids = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                ids.add("s-" + i);
                starving.append("s-" + i);
            }
            starving.writer.start();
            await().atMost(Duration.ofSeconds(30)).until(() -> starving.books().settled());
            assertThat(failures.get()).isEqualTo(3);
            assertThat(sink.stored).containsExactlyElementsOf(ids);
            assertThat(starving.books()).isEqualTo(new Books(20, 0, 0, 20, 0, 0));
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"CONNECTION", "TIMEOUT", "CONTENTION"})
    void waitsForAStoreThatIsAwayAndGivesNothingUp(Failure failure) {
        sink.goAway(failure);
        List<String> ids = append(5);
        writer.start();
        await().until(() -> sink.tries.get() > 5);
        sink.comeBack();
        await().until(() -> books().settled());

        assertThat(sink.stored).isEqualTo(ids);
        assertThat(books()).isEqualTo(new Books(5, 0, 0, 5, 0, 0));
    }

    @Test
    void fillsTheJournalToItsBoundsDuringAnOutageAndStoresAllOfItAfterwardsInOrder() {
        sink.goAway(Failure.CONNECTION);
        writer.start();
        List<String> waiting = new ArrayList<>();
        while (pipeline.append("id-" + waiting.size())) {
            waiting.add("id-" + waiting.size());
        }

        PipelineSnapshot full = pipeline.ledger.snapshot();
        assertThat(full.queue().depth()).isEqualTo(waiting.size()).isGreaterThan(500);
        assertThat(full.pressure()).isIn(Pressure.HIGH, Pressure.SATURATED);
        assertThat(full.sinceStart().refused()).isOne();
        assertThat(full.drops().enqueueAt()).isNotNull();
        assertThat(full.books()).isEqualTo(new Books(waiting.size() + 1L, 0, waiting.size(), 0, 0, 1));
        sink.comeBack();
        await().atMost(SOON).until(() -> books().settled());
        assertThat(sink.stored).isEqualTo(waiting);
    }

    @Test
    void tellsTheStoryOfAnOutageInTwoLines() {
        sink.goAway(Failure.CONNECTION);
        append(1);
        writer.start();
        await().until(() -> sink.tries.get() > 5);
        sink.comeBack();
        await().until(() -> books().settled());

        String away = "trace store does not take traces; they wait in the journal and are tried again";
        assertThat(log.lines()).containsExactly("WARN " + away, "INFO trace store takes traces again");
        assertThat(log.attributes(away))
                .contains(entry("error_class", "connection"), entry("error", "the store is away"));
        assertThat(log.attributes("trace store takes traces again")).containsKeys("outage_ms", "failed_tries");
    }

    @Test
    void givesUpOnlyTheRowsTheStoreRefusesByThemselves() {
        sink.refuse(Failure.CONSTRAINT, Set.of("id-2", "id-5"));
        append(8);
        writer.start();

        assertThat(writer.close(SOON)).isTrue();
        assertThat(sink.stored).containsExactly("id-0", "id-1", "id-3", "id-4", "id-6", "id-7");
        assertThat(books()).isEqualTo(new Books(8, 0, 0, 6, 2, 0));
        assertThat(pipeline.ledger.snapshot().sinceStart().unstored()).isEqualTo(2);
        assertThat(pipeline.ledger.snapshot().writeFailuresByClass()).isEqualTo(Map.of(Failure.CONSTRAINT, 2L));
        assertThat(pipeline.ledger.snapshot().drops().writeOperation()).isEqualTo("write_batch_fallback");
        assertThat(log.lines()).startsWith("ERROR trace persistence failed; dropped trace records");
        assertThat(log.attributes("trace persistence failed; dropped trace records"))
                .contains(
                        entry("operation", "write_batch_fallback"),
                        entry("batch_size", 8),
                        entry("failed_count", 2),
                        entry("error_class", "constraint"),
                        entry("error_kind", "IllegalStateException"),
                        entry("error", "the store refuses a row"));
    }

    @Test
    void namesTheOperationOfASingleWrite() {
        sink.refuse(Failure.CONSTRAINT, Set.of("only"));
        append("only");
        writer.start();

        assertThat(writer.close(SOON)).isTrue();
        assertThat(log.attributes("trace persistence failed; dropped trace records"))
                .contains(entry("operation", "write_trace"), entry("batch_size", 1), entry("failed_count", 1));
    }

    @Test
    void triesAnUnknownFailureAgainBeforeItLooksForTheRow() {
        sink.refuse(Failure.UNKNOWN, Set.of("id-1"));
        append(2);
        writer.start();

        assertThat(writer.close(SOON)).isTrue();
        assertThat(sink.tries).as("three times the batch, then each row").hasValue(5);
        assertThat(books()).isEqualTo(new Books(2, 0, 0, 1, 1, 0));
    }

    @Test
    void findsOneBadRowByHalvesAndKeepsTheOrder() {
        sink.refuse(Failure.CONSTRAINT, Set.of("id-6"));
        append(8);
        writer.start();

        assertThat(writer.close(SOON)).isTrue();
        assertThat(sink.stored).containsExactly("id-0", "id-1", "id-2", "id-3", "id-4", "id-5", "id-7");
        assertThat(sink.batches).as("four, two, and the neighbour").containsExactly(4, 2, 1);
    }

    @Test
    void waitsOutAnOutageInTheMiddleOfTheSearchForABadRow() {
        sink.refuse(Failure.CONSTRAINT, Set.of("id-1"));
        append(8);
        sink.afterTries(2, () -> sink.goAway(Failure.CONNECTION));
        writer.start();
        await().until(() -> pipeline.outage.reason().isPresent());
        sink.comeBack();

        assertThat(writer.close(SOON)).isTrue();
        assertThat(sink.stored).containsExactly("id-0", "id-2", "id-3", "id-4", "id-5", "id-6", "id-7");
        assertThat(books()).isEqualTo(new Books(8, 0, 0, 7, 1, 0));
        assertThat(pipeline.outage.reason()).isEmpty();
    }

    @Test
    void survivesAStoreThatThrowsWhatItShouldNot() {
        sink.throwBug();
        append(1);
        writer.start();

        assertThat(writer.close(SOON)).isTrue();
        assertThat(pipeline.ledger.snapshot().writeFailuresByClass()).isEqualTo(Map.of(Failure.UNKNOWN, 1L));
    }

    @Test
    void storesInHalvesWhatDoesNotFitIntoTheMemoryLeft() {
        sink.hasMemoryFor(3);
        List<String> ids = append(8);
        writer.start();

        assertThat(writer.close(SOON)).isTrue();
        assertThat(sink.stored).containsExactlyElementsOf(ids);
        assertThat(sink.batches).containsExactly(2, 2, 2, 2);
        assertThat(books()).isEqualTo(new Books(8, 0, 0, 8, 0, 0));
    }

    @Test
    void setsACallAsideThatCannotBecomeATraceAndGoesOn() {
        append("a", " ", "b");
        writer.start();

        assertThat(writer.close(SOON)).isTrue();
        assertThat(sink.stored).containsExactly("a", "b");
        assertThat(books()).isEqualTo(new Books(3, 0, 0, 2, 1, 0));
        assertThat(log.lines()).startsWith("ERROR a call could not be turned into a trace; it was set aside");
    }

    @Test
    void leavesInTheJournalWhatTheStoreDoesNotTakeUntilTheEnd() {
        sink.goAway(Failure.CONNECTION);
        writer.start();
        append(20);
        await().until(() -> sink.tries.get() > 0);

        assertThat(writer.close(Duration.ofMillis(50))).isFalse();
        assertThat(writer.close(SOON)).as("a second answer").isFalse();
        assertThat(books()).isEqualTo(new Books(20, 0, 20, 0, 0, 0));
        assertThat(log.attributes(LEFT))
                .containsOnly(
                        entry("error", "the store did not take them in time"),
                        entry("timeout", "50ms"),
                        entry("left", 20L));
    }

    @Test
    void leavesABatchInTheJournalWhoseWriteNeverCameBack() {
        sink.hold();
        writer.start();
        append(3);
        await().until(() -> sink.tries.get() == 1);

        assertThat(writer.close(Duration.ofMillis(20))).isFalse();
        sink.release();
        await().until(() -> sink.stored.size() == 3 && threads().isEmpty());
        assertThat(books()).as("the next start finds them stored").isEqualTo(new Books(3, 0, 3, 0, 0, 0));
    }

    @Test
    void saysThatACallFoundNoRoom() {
        sink.goAway(Failure.CONNECTION);
        while (pipeline.append("x")) {
            Thread.onSpinWait();
        }

        assertThat(queueLog.lines()).containsExactly("WARN trace queue is full; dropping trace");
        assertThat(queueLog.attributes("trace queue is full; dropping trace"))
                .contains(
                        entry("correlation_id", "corr-0123"),
                        entry("path", "/openai/v1/chat/completions"),
                        entry("status", 200));
    }

    @Test
    void leavesACallThatEndsAfterTheStopToTheNextStart() {
        writer.start();
        assertThat(writer.close(SOON)).isTrue();

        append("late");

        assertThat(books()).isEqualTo(new Books(1, 0, 1, 0, 0, 0));
    }

    @Test
    void leavesWaitingCallsWhenItIsClosedWithoutHavingStarted() {
        append(3);

        assertThat(writer.close(SOON)).isFalse();
        assertThat(books()).isEqualTo(new Books(3, 0, 3, 0, 0, 0));
        assertThatThrownBy(writer::start).isInstanceOf(IllegalStateException.class);
    }

    private Books books() {
        return pipeline.books();
    }

    private List<String> append(int count) {
        List<String> ids = IntStream.range(0, count).mapToObj(i -> "id-" + i).toList();
        append(ids.toArray(String[]::new));
        return ids;
    }

    private void append(String... ids) {
        for (String id : ids) {
            pipeline.append(id);
        }
    }

    private static List<Thread> threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().equals(TraceWriter.THREAD_NAME))
                .toList();
    }
}
