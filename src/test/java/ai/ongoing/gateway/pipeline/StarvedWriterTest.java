package ai.ongoing.gateway.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import ai.ongoing.gateway.journal.JournalBounds;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What memory, or the program itself, has not got is no call's fault. */
final class StarvedWriterTest {

    private static final Duration SOON = Duration.ofSeconds(20);
    private static final WriterPace QUICK = new WriterPace(
            new JournalBounds(8, 1024 * 1024), Duration.ofMillis(1), Duration.ofMillis(1), Duration.ofMillis(4), 3);

    private final ScriptedSink sink = new ScriptedSink();
    private final Pipeline pipeline = Pipeline.into(sink, QUICK);

    @AfterEach
    void close() {
        pipeline.close();
    }

    private static List<String> appended(Pipeline to) {
        List<String> ids = IntStream.range(0, 8).mapToObj(i -> "id-" + i).toList();
        ids.forEach(to::append);
        return ids;
    }

    @Test
    void storesEveryCallOnceTheStoreFindsMemoryAgain() {
        sink.fail(30, new OutOfMemoryError("scripted"));
        List<String> ids = appended(pipeline);
        pipeline.writer.start();

        assertThat(pipeline.writer.close(SOON)).isTrue();
        assertThat(sink.stored).containsExactlyElementsOf(ids);
        assertThat(pipeline.books()).isEqualTo(new Books(8, 0, 0, 8, 0, 0));
    }

    @Test
    void storesEveryCallOnceTheProgramIsWholeAgain() {
        sink.fail(2, new NoClassDefFoundError("scripted"));
        List<String> ids = appended(pipeline);
        pipeline.writer.start();

        assertThat(pipeline.writer.close(SOON)).isTrue();
        assertThat(sink.stored).containsExactlyElementsOf(ids);
        assertThat(pipeline.books()).isEqualTo(new Books(8, 0, 0, 8, 0, 0));
    }

    @Test
    void storesEveryCallOnceThereIsMemoryToMakeTraces() {
        AtomicInteger failures = new AtomicInteger();
        try (Pipeline starving = Pipeline.into(sink, QUICK, Clock.systemUTC(), usual -> call -> {
            boolean third = call.completion().traceId().equals("id-2");
            if (third && failures.incrementAndGet() <= 20) {
                throw new OutOfMemoryError("scripted");
            }
            return usual.apply(call);
        })) {
            List<String> ids = appended(starving);
            starving.writer.start();

            assertThat(starving.writer.close(SOON)).isTrue();
            assertThat(sink.stored).containsExactlyElementsOf(ids);
            assertThat(sink.batches).as("what was made before goes first").startsWith(2);
            assertThat(starving.books()).isEqualTo(new Books(8, 0, 0, 8, 0, 0));
        }
    }

    @Test
    void setsACallAsideAtLastForWhichThereIsNeverMemory() {
        sink.hasMemoryFor(0);
        pipeline.append("too large");
        pipeline.writer.start();

        assertThat(pipeline.writer.close(SOON)).isTrue();
        assertThat(sink.tries.get()).isGreaterThan(20);
        assertThat(pipeline.books()).isEqualTo(new Books(1, 0, 0, 0, 1, 0));
        assertThat(pipeline.outage.reason()).isEmpty();
    }
}
