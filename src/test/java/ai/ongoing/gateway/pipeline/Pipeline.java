package ai.ongoing.gateway.pipeline;

import ai.ongoing.gateway.assembly.CaptureTerms;
import ai.ongoing.gateway.assembly.TraceAssembler;
import ai.ongoing.gateway.journal.BodyRecord;
import ai.ongoing.gateway.journal.CompletionRecord;
import ai.ongoing.gateway.journal.JournalBounds;
import ai.ongoing.gateway.journal.MemoryJournal;
import ai.ongoing.gateway.pricing.PriceBook;
import ai.ongoing.gateway.testkit.Calls;
import ai.ongoing.gateway.trace.TraceSink;
import java.time.Clock;
import org.jspecify.annotations.Nullable;

/** A journal, its books, the way in and the writer, put together as the gateway does it. */
final class Pipeline {

    final MemoryJournal journal;
    final Ledger ledger;
    final TraceQueue queue;
    final StoreOutage outage = new StoreOutage();
    final TraceWriter writer;

    private Pipeline(MemoryJournal journal, TraceSink sink, WriterPace pace) {
        this.journal = journal;
        this.ledger = new Ledger(journal, Clock.systemUTC());
        this.queue = new TraceQueue(journal, ledger, PipelineListener.NONE);
        this.writer = new TraceWriter(
                new TraceWriter.Ends(journal, sink),
                new TraceAssembler(PriceBook.load(null), CaptureTerms.DEFAULT),
                new TraceWriter.Observers(ledger, PipelineListener.NONE, outage),
                pace);
    }

    /** @param calls most calls that may wait */
    static Pipeline into(TraceSink sink, int calls, WriterPace pace) {
        return new Pipeline(new MemoryJournal(new JournalBounds(calls, 64 << 20)), sink, pace);
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
}
