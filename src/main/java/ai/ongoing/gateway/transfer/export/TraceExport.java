package ai.ongoing.gateway.transfer.export;

import ai.ongoing.gateway.api.trace.TraceJson;
import ai.ongoing.gateway.http.Json;
import ai.ongoing.gateway.trace.Trace;
import ai.ongoing.gateway.trace.TraceCursor;
import ai.ongoing.gateway.trace.TracePage;
import ai.ongoing.gateway.trace.TraceReader;
import ai.ongoing.gateway.trace.TraceSummary;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Writes stored traces out, newest first, in the fields of the API. It reads page by page, each in a transaction of its
 * own, so that memory stays flat and a serving store is never held: traces that finish meanwhile are newer than the
 * first page and left out, those that retention removes meanwhile are missing. One thread.
 */
public final class TraceExport {

    /** Lines of a list are small. */
    private static final int LINES = 200;

    private static final int WHOLE_TRACES = 50;

    /**
     * Two bodies of {@code tracing.body_max_size} are in a whole trace, so their number alone bounds nothing. Of letters
     * that take two bytes, this page and the trace that ends it fit into the 128 MB of a command.
     */
    private static final long WHOLE_LETTERS = 8L << 20;

    private final TraceReader reader;
    private final ExportRequest request;

    public TraceExport(TraceReader reader, ExportRequest request) {
        this.reader = reader;
        this.request = request;
    }

    /**
     * Writes everything asked for.
     *
     * @param progress hears the number of traces written, after each page
     * @return how many traces were written
     * @throws ai.ongoing.gateway.trace.TraceStoreException when the store cannot answer
     */
    public long write(ExportFormat format, OutputStream out, LongConsumer progress) throws IOException {
        ExportLines lines = switch (format) {
            case NDJSON -> OutputStream::write;
            case CSV -> new CsvLines(request.detail() ? CsvLines.DETAIL : CsvLines.SUMMARY);
        };
        lines.begin(out);
        Progress written = new Progress(progress);
        TraceCursor next = null;
        do {
            next = request.detail() ? whole(next, lines, out, written) : summaries(next, lines, out, written);
        } while (next != null);
        out.flush();
        return written.traces;
    }

    /** How many traces were written. */
    private static final class Progress {

        private final LongConsumer listener;
        private long traces;

        Progress(LongConsumer listener) {
            this.listener = listener;
        }

        void add(int more) {
            traces += more;
            listener.accept(traces);
        }
    }

    /** Writes a page, and returns where the next one starts. */
    private @Nullable TraceCursor summaries(
            @Nullable TraceCursor after, ExportLines lines, OutputStream out, Progress written) throws IOException {
        TracePage page = reader.list(request.scope(), request.filter(), after, LINES);
        for (TraceSummary trace : page.items()) {
            lines.write(out, Json.object(body -> TraceJson.summary(body, trace)));
        }
        written.add(page.items().size());
        return page.next();
    }

    /** The same, each trace turned to JSON when the one before it is written. */
    private @Nullable TraceCursor whole(
            @Nullable TraceCursor after, ExportLines lines, OutputStream out, Progress written) throws IOException {
        List<Trace> traces = reader.whole(request.scope(), request.filter(), after, WHOLE_TRACES, WHOLE_LETTERS);
        if (traces.isEmpty()) {
            return null;
        }
        for (Trace trace : traces) {
            lines.write(out, Json.object(body -> TraceJson.detail(body, trace)));
        }
        written.add(traces.size());
        return new TraceCursor(traces.getLast().createdAt(), traces.getLast().id());
    }
}
