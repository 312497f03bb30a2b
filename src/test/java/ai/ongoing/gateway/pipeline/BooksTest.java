package ai.ongoing.gateway.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import ai.ongoing.gateway.journal.JournalBounds;
import ai.ongoing.gateway.testkit.HandClock;
import ai.ongoing.gateway.trace.TraceStoreException.Failure;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The books balance at every moment, and in the end with what the store holds, whatever the store does meanwhile. */
final class BooksTest {

    private static final int APPENDERS = 3;
    private static final int EACH = 1_500;
    private static final WriterPace QUICK = new WriterPace(
            new JournalBounds(32, 1024 * 1024), Duration.ofNanos(1), Duration.ofMillis(1), Duration.ofMillis(2), 1);

    private final ScriptedSink sink = new ScriptedSink();
    private final Pipeline pipeline = Pipeline.into(sink, QUICK);
    private final TraceWriter writer = pipeline.writer;
    private final ConcurrentLinkedQueue<String> taken = new ConcurrentLinkedQueue<>();
    private final AtomicLong refused = new AtomicLong();

    @AfterEach
    void close() {
        pipeline.close();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void balanceThroughOutagesAndRefusedRows(long seed) throws InterruptedException {
        Random random = new Random(seed);
        Set<String> poison = Stream.generate(() -> random.nextInt(APPENDERS) + "-" + random.nextInt(EACH))
                .limit(20)
                .collect(Collectors.toSet());
        sink.refuse(Failure.CONSTRAINT, poison);
        writer.start();
        List<Thread> threads = appenders();
        while (threads.stream().anyMatch(Thread::isAlive)) {
            if (random.nextInt(50) == 0) {
                sink.goAway(Failure.CONNECTION);
            } else if (random.nextInt(10) == 0) {
                sink.comeBack();
            }
            assertBalanced();
        }
        sink.comeBack();

        assertThat(writer.close(Duration.ofSeconds(20))).isTrue();
        List<String> expected =
                taken.stream().filter(id -> !poison.contains(id)).toList();
        assertThat(sink.stored).containsExactlyInAnyOrderElementsOf(expected);
        long total = (long) APPENDERS * EACH;
        assertThat(pipeline.books())
                .isEqualTo(new Books(
                        total, 0, 0, expected.size(), total - expected.size() - refused.get(), refused.get()));
    }

    /** The clock says a minute more with every look, so every look closes one. */
    @Test
    void everyMinuteIsBalancedHoweverOftenOneLooks() {
        HandClock hurried = new HandClock();
        try (Pipeline busy = Pipeline.into(new ScriptedSink(), QUICK, hurried)) {
            busy.writer.start();
            for (int i = 0; i < EACH; i++) {
                busy.append("call-" + i);
                hurried.move(Duration.ofMinutes(1));
                assertThat(busy.ledger.snapshot().minutes())
                        .as("after call %s", i)
                        .allMatch(MinuteBooks::balanced);
            }
            assertThat(busy.writer.close(Duration.ofSeconds(20))).isTrue();
        }
    }

    private List<Thread> appenders() {
        List<Thread> threads = new ArrayList<>();
        for (int appender = 0; appender < APPENDERS; appender++) {
            String prefix = appender + "-";
            threads.add(Thread.ofPlatform().start(() -> {
                for (int i = 0; i < EACH; i++) {
                    if (pipeline.append(prefix + i)) {
                        taken.add(prefix + i);
                    } else {
                        refused.incrementAndGet();
                        Thread.onSpinWait();
                    }
                }
            }));
        }
        return threads;
    }

    private void assertBalanced() {
        Books books = pipeline.books();
        assertThat(books.balanced()).as("%s", books).isTrue();
        assertThat(List.of(books.inFlight(), books.waiting(), books.setAside()))
                .as("%s", books)
                .allMatch(count -> count >= 0);
    }
}
