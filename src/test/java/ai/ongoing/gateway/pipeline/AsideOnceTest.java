package ai.ongoing.gateway.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ai.ongoing.gateway.journal.JournalBounds;
import ai.ongoing.gateway.journal.file.JournalContents;
import ai.ongoing.gateway.trace.TraceStoreException.Failure;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A process that ends between setting a call aside and releasing its batch leaves books that come right again. */
final class AsideOnceTest {

    private static final Duration SOON = Duration.ofSeconds(20);
    private static final WriterPace QUICK = new WriterPace(
            new JournalBounds(8, 1024 * 1024), Duration.ofNanos(1), Duration.ofMillis(1), Duration.ofMillis(4), 3);

    private final ScriptedSink sink = new ScriptedSink();
    private Pipeline pipeline = Pipeline.into(sink, QUICK);

    /** All four, the first half, its good call, the bad one: the fifth try is about the second half. */
    @BeforeEach
    void stopInTheMiddleOfABatch() {
        for (String id : new String[] {"good", "bad", "better", "best"}) {
            assertThat(pipeline.append(id)).isTrue();
        }
        sink.refuse(Failure.CONSTRAINT, Set.of("bad"));
        sink.afterTries(4, () -> sink.goAway(Failure.CONNECTION));
        pipeline.writer.start();
        await().until(() -> sink.tries.get() > 5);
        pipeline.end();
        assertThat(sink.stored).containsExactly("good");
        assertThat(kept()).isOne();
    }

    @AfterEach
    void close() {
        pipeline.close();
    }

    private long kept() {
        return JournalContents.of(pipeline.directory).keptAside();
    }

    /** The next process, with a store that is there; what it finds is stored or refused. */
    private void next(Set<String> refused, boolean setAsideToo) {
        ScriptedSink there = new ScriptedSink();
        there.refuse(Failure.CONSTRAINT, refused);
        pipeline = pipeline.next(there, QUICK);
        if (setAsideToo) {
            assertThat(pipeline.retrySetAside()).isOne();
        }
        pipeline.writer.start();
        assertThat(pipeline.writer.close(SOON)).isTrue();
        pipeline.end();
    }

    private Books books() {
        return pipeline.books();
    }

    @Test
    void aCallThatIsRefusedAgainIsSetAsideOnce() {
        next(Set.of("bad"), false);
        assertThat(books()).isEqualTo(new Books(4, 0, 0, 3, 1, 0));
        assertThat(kept()).isOne();

        next(Set.of("bad"), true);
        assertThat(books()).isEqualTo(new Books(4, 0, 0, 3, 1, 0));
        assertThat(kept()).isOne();

        next(Set.of(), true);
        assertThat(books()).isEqualTo(new Books(4, 0, 0, 4, 0, 0));
        assertThat(kept()).isZero();
    }

    @Test
    void aCallThatIsStoredByTheNextProcessIsStoredOnce() {
        next(Set.of(), false);
        assertThat(books()).isEqualTo(new Books(4, 0, 0, 4, 0, 0));

        next(Set.of(), true);
        assertThat(books()).isEqualTo(new Books(4, 0, 0, 4, 0, 0));
        assertThat(kept()).isZero();
    }

    @Test
    void aCallThatIsTriedAgainFromBothPlacesIsStoredOnce() {
        next(Set.of(), true);
        assertThat(books()).isEqualTo(new Books(4, 0, 0, 4, 0, 0));
        assertThat(kept()).isZero();
    }
}
