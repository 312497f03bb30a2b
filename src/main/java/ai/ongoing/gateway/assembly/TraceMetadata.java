package ai.ongoing.gateway.assembly;

import ai.ongoing.gateway.journal.CompletionRecord;
import ai.ongoing.gateway.journal.FinishedCall;
import java.io.StringWriter;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/**
 * The metadata object of a trace: the Go program's keys under their names, sorted, absent when there is nothing to say,
 * and beside them what this program adds ({@code capture}, {@code *_body_truncated}, {@code *_body_content_coding}).
 */
final class TraceMetadata {

    private static final JsonFactory JSON = new JsonFactory();
    private static final String REDACTED = "[REDACTED]";

    private final Map<String, Object> entries = new TreeMap<>();

    /** What is known of a call, its bodies aside. */
    TraceMetadata(FinishedCall call, CaptureTerms terms) {
        CompletionRecord completion = call.completion();
        put("streaming", completion.streaming());
        put("stream_chunks", completion.streaming() ? completion.chunks() : 0L);
        put("redaction_mode", terms.redactionMode());
        put("redaction_policy_id", terms.redactionPolicyId());
        long masked = masked(completion.requestHeaders()) + masked(completion.responseHeaders());
        put("redaction_applied", masked > 0);
        put("redaction_counts", masked > 0 ? Map.of("header", masked) : null);
        put("api_key_last4", completion.credential().last4());
        put("gateway_key_id", completion.gatewayKeyId());
        put("correlation_id", completion.correlationId());
        put("capture", call.captureLost() ? "lost" : null);
        if (!completion.gatewayKeyId().isEmpty()) {
            put("org_id", completion.tenant().org().value());
            put("workspace_id", completion.tenant().workspace().value());
        }
        lineage(completion);
    }

    private void lineage(CompletionRecord completion) {
        put("lineage_checkpoint_id", completion.traceId());
        put("lineage_immutable", true);
        put("lineage_group_id", completion.lineage().groupId());
        put("lineage_thread_id", completion.lineage().threadId());
        put("lineage_run_id", completion.lineage().runId());
        put("lineage_parent_checkpoint_id", completion.lineage().parentCheckpointId());
        put("lineage_checkpoint_seq", completion.lineage().checkpointSeq());
    }

    /** What became of a body; {@code side} is {@code request} or {@code response}. */
    void body(String side, StoredBody stored) {
        put(side + "_body_truncated", stored.truncated() ? true : null);
        put(side + "_body_content_coding", stored.coding());
    }

    private void put(String key, @Nullable Object value) {
        if (value != null && !"".equals(value)) {
            entries.put(key, value);
        }
    }

    private static long masked(List<String> namesAndValues) {
        long count = 0;
        for (int i = 1; i < namesAndValues.size(); i += 2) {
            if (REDACTED.equals(namesAndValues.get(i))) {
                count++;
            }
        }
        return count;
    }

    String json() {
        StringWriter out = new StringWriter(512);
        try (JsonGenerator json = JSON.createGenerator(ObjectWriteContext.empty(), out)) {
            write(json, entries);
        }
        return out.toString();
    }

    private static void write(JsonGenerator json, Map<?, ?> object) {
        json.writeStartObject();
        object.forEach((key, value) -> {
            json.writeName(String.valueOf(key));
            switch (value) {
                case Boolean flag -> json.writeBoolean(flag);
                case Long number -> json.writeNumber(number);
                case Map<?, ?> nested -> write(json, nested);
                default -> json.writeString(StorableText.of(String.valueOf(value)));
            }
        });
        json.writeEndObject();
    }
}
