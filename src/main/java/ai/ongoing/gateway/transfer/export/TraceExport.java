package ai.ongoing.gateway.transfer.export;

import ai.ongoing.gateway.api.trace.TraceJson;
import ai.ongoing.gateway.http.Json;
import ai.ongoing.gateway.trace.Trace;
import ai.ongoing.gateway.trace.TraceCursor;
import ai.ongoing.gateway.trace.TracePage;
import ai.ongoing.gateway.trace.TraceReader;
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

    /** Whole traces hold two bodies of {@code tracing.body_max_size} each. */
    private static final int WHOLE_TRACES = 50;

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
        long written = 0;
        TraceCursor next = null;
        do {
            Page page = request.detail() ? whole(next) : summaries(next);
            for (byte[] json : page.lines()) {
                lines.write(out, json);
            }
            written += page.lines().size();
            progress.accept(written);
            next = page.next();
        } while (next != null);
        out.flush();
        return written;
    }

    /** Some traces as JSON, and where the next ones start. */
    private record Page(List<byte[]> lines, @Nullable TraceCursor next) {}

    private Page summaries(@Nullable TraceCursor after) {
        TracePage page = reader.list(request.scope(), request.filter(), after, LINES);
        return new Page(
                page.items().stream()
                        .map(trace -> Json.object(body -> TraceJson.summary(body, trace)))
                        .toList(),
                page.next());
    }

    private Page whole(@Nullable TraceCursor after) {
        List<Trace> traces = reader.whole(request.scope(), request.filter(), after, WHOLE_TRACES);
        Trace last = traces.size() < WHOLE_TRACES ? null : traces.getLast();
        return new Page(
                traces.stream()
                        .map(trace -> Json.object(body -> TraceJson.detail(body, trace)))
                        .toList(),
                last == null ? null : new TraceCursor(last.createdAt(), last.id()));
    }
}
