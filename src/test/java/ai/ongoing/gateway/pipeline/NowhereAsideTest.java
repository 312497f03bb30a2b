package ai.ongoing.gateway.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;
import static org.awaitility.Awaitility.await;

import ai.ongoing.gateway.journal.JournalBounds;
import ai.ongoing.gateway.journal.file.FileJournal;
import ai.ongoing.gateway.journal.file.JournalContents;
import ai.ongoing.gateway.testkit.CapturedLog;
import ai.ongoing.gateway.trace.TraceStoreException.Failure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A call that the store refuses and that cannot be set aside either is declared lost, and holds nothing up. */
final class NowhereAsideTest {

    private static final String LOST = "a call that the store refuses could not be set aside; it is lost";
    private static final String DROPPED = "trace persistence failed; dropped trace records";
    private static final Duration SOON = Duration.ofSeconds(20);
    private static final WriterPace QUICK = new WriterPace(
            new JournalBounds(8, 1024 * 1024), Duration.ofNanos(1), Duration.ofMillis(1), Duration.ofMillis(4), 3);

    private final CapturedLog journalLog = new CapturedLog(FileJournal.class);
    private final CapturedLog writerLog = new CapturedLog(TraceWriter.class);
    private final ScriptedSink sink = new ScriptedSink();
    private final Pipeline pipeline = Pipeline.into(sink, QUICK);
    private final Path aside = pipeline.directory.resolve("set-aside");

    @AfterEach
    void close() {
        pipeline.close();
        journalLog.close();
        writerLog.close();
    }

    @Test
    void declaresLostWhatTheFullFileHasNoRoomFor() throws IOException {
        List<String> bad = IntStream.range(0, 800).mapToObj(i -> "bad-" + i).toList();
        sink.refuse(Failure.CONSTRAINT, bad.stream().collect(Collectors.toSet()));
        for (String id : bad) {
            assertThat(pipeline.append(id)).isTrue();
        }
        assertThat(pipeline.append("good")).isTrue();
        pipeline.writer.start();

        assertThat(pipeline.writer.close(SOON)).isTrue();
        Books books = pipeline.books();
        assertThat(sink.stored).containsExactly("good");
        assertThat(Files.size(aside)).isBetween(200L * 1024, 256L * 1024);
        assertThat(books.setAside()).isGreaterThan(200);
        assertThat(books.declaredLost()).isGreaterThan(10);
        assertThat(books).isEqualTo(new Books(801, 0, 0, 1, books.setAside(), 800 - books.setAside()));
        assertThat(journalLog.lines().stream().filter(("ERROR " + LOST)::equals))
                .hasSize((int) books.declaredLost());
        assertThat(String.valueOf(journalLog.attributes(LOST).get("error")))
                .startsWith("the file of calls set aside is full, a quarter of tracing.journal.max_bytes: ");
        JournalContents written = JournalContents.of(pipeline.directory);
        assertThat(List.of(written.stored(), written.setAside(), written.lost()))
                .as("the next process goes on from these")
                .containsExactly(1L, books.setAside(), books.declaredLost());
    }

    @Test
    void declaresLostWhatCannotBeWritten() throws IOException {
        Files.createDirectory(aside);
        sink.refuse(Failure.CONSTRAINT, Set.of("bad"));
        for (String id : List.of("good", "bad", " ", "better")) {
            assertThat(pipeline.append(id)).isTrue();
        }
        pipeline.writer.start();

        assertThat(pipeline.writer.close(SOON)).isTrue();
        assertThat(sink.stored).containsExactly("good", "better");
        assertThat(pipeline.books()).isEqualTo(new Books(4, 0, 0, 2, 0, 2));
        assertThat(pipeline.ledger.snapshot().sinceStart().stored()).isEqualTo(2);
        assertThat(pipeline.ledger.snapshot().sinceStart().unstored()).isEqualTo(2);
        assertThat(journalLog.lines()).containsExactly("ERROR " + LOST, "ERROR " + LOST);
        assertThat(journalLog.attributes(LOST)).containsEntry("error", aside + ": Is a directory");
        assertThat(writerLog.attributes(DROPPED)).contains(entry("kept", "1 lost"));
        assertThat(writerLog.lines()).contains("ERROR a call could not be turned into a trace; it is lost");
    }

    @Test
    void keepsCallsAsideAgainOnceTheFileCanBeWritten() throws IOException {
        Files.createDirectory(aside);
        sink.refuse(Failure.CONSTRAINT, Set.of("first", "second"));
        pipeline.writer.start();
        pipeline.append("first");
        await().until(() -> pipeline.books().declaredLost() == 1);
        Files.delete(aside);
        pipeline.append("second");

        assertThat(pipeline.writer.close(SOON)).isTrue();
        assertThat(pipeline.books()).isEqualTo(new Books(2, 0, 0, 0, 1, 1));
    }
}
