package ai.ongoing.gateway.pipeline;

import ai.ongoing.gateway.assembly.CaptureTerms;
import ai.ongoing.gateway.assembly.TraceAssembler;
import ai.ongoing.gateway.journal.BodyRecord;
import ai.ongoing.gateway.journal.CompletionRecord;
import ai.ongoing.gateway.journal.FinishedCall;
import ai.ongoing.gateway.journal.file.FileJournal;
import ai.ongoing.gateway.journal.file.JournalSettings;
import ai.ongoing.gateway.pricing.PriceBook;
import ai.ongoing.gateway.testkit.Calls;
import ai.ongoing.gateway.testkit.FileTree;
import ai.ongoing.gateway.trace.Trace;
import ai.ongoing.gateway.trace.TraceSink;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** A journal of one MiB, its books, the way in and the writer, put together as the gateway does it. */
final class Pipeline implements AutoCloseable {

    private static final long BYTES = 1 << 20;

    final Ledger ledger;
    final TraceQueue queue;
    final StoreOutage outage = new StoreOutage();
    final TraceWriter writer;
    final Path directory;
    private final FileJournal journal;

    private Pipeline(
            Path directory,
            TraceSink sink,
            WriterPace pace,
            Clock clock,
            UnaryOperator<Function<FinishedCall, Trace>> assembly) {
        this.directory = directory;
        this.journal = new FileJournal(new JournalSettings(directory, BYTES, false));
        journal.open("a store");
        this.ledger = new Ledger(journal, clock);
        this.queue = new TraceQueue(journal, ledger, PipelineListener.NONE);
        this.writer = new TraceWriter(
                new TraceWriter.Ends(journal, sink),
                assembly.apply(new TraceAssembler(PriceBook.load(null), CaptureTerms.DEFAULT)::assemble),
                new TraceWriter.Observers(ledger, PipelineListener.NONE, outage),
                pace);
    }

    /** A pipeline in a directory of its own. */
    static Pipeline into(TraceSink sink, WriterPace pace) {
        return into(sink, pace, Clock.systemUTC());
    }

    /** As above, its books kept by a clock of the caller's. */
    static Pipeline into(TraceSink sink, WriterPace pace, Clock clock) {
        return into(sink, pace, clock, UnaryOperator.identity());
    }

    /** As above, with something between the writer and what makes traces of calls. */
    static Pipeline into(
            TraceSink sink, WriterPace pace, Clock clock, UnaryOperator<Function<FinishedCall, Trace>> assembly) {
        try {
            return new Pipeline(Files.createTempDirectory("pipeline"), sink, pace, clock, assembly);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The next process on what this one left, which has ended. */
    Pipeline next(TraceSink sink, WriterPace pace) {
        return new Pipeline(directory, sink, pace, Clock.systemUTC(), UnaryOperator.identity());
    }

    /** A call comes in and ends at once. */
    boolean append(CompletionRecord completion, @Nullable BodyRecord body) {
        return queue.admit(completion.admission()).complete(completion, body);
    }

    boolean append(String id) {
        return append(Calls.ordinary().id(id).completion(), null);
    }

    Books books() {
        return ledger.snapshot().books();
    }

    /** Puts the calls that were set aside back among those that wait. */
    int retrySetAside() {
        try {
            return journal.retrySetAside();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Stops the writer without waiting for the store; the journal stays. */
    void end() {
        writer.close(Duration.ZERO);
        journal.end();
    }

    /** Stops the writer without waiting for the store, and removes the journal. */
    @Override
    public void close() {
        end();
        try {
            FileTree.delete(directory);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
