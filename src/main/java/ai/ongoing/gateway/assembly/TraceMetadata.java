package ai.ongoing.gateway.assembly;

import ai.ongoing.gateway.journal.CompletionRecord;
import ai.ongoing.gateway.journal.FinishedCall;
import java.io.StringWriter;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
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

    /** What it may say, in the order in which it is written: that of their names. */
    enum Key {
        API_KEY_LAST4,
        CAPTURE,
        CORRELATION_ID,
        GATEWAY_KEY_ID,
        LINEAGE_CHECKPOINT_ID,
        LINEAGE_CHECKPOINT_SEQ,
        LINEAGE_GROUP_ID,
        LINEAGE_IMMUTABLE,
        LINEAGE_PARENT_CHECKPOINT_ID,
        LINEAGE_RUN_ID,
        LINEAGE_THREAD_ID,
        ORG_ID,
        REDACTION_APPLIED,
        REDACTION_COUNTS,
        REDACTION_MODE,
        REDACTION_POLICY_ID,
        REQUEST_BODY_CONTENT_CODING,
        REQUEST_BODY_TRUNCATED,
        RESPONSE_BODY_CONTENT_CODING,
        RESPONSE_BODY_TRUNCATED,
        STREAM_CHUNKS,
        STREAMING,
        WORKSPACE_ID;

        final String written = name().toLowerCase(Locale.ROOT);
    }

    private final Map<Key, Object> entries = new EnumMap<>(Key.class);

    /** What is known of a call, its bodies aside. */
    TraceMetadata(FinishedCall call, CaptureTerms terms) {
        CompletionRecord completion = call.completion();
        put(Key.STREAMING, completion.streaming());
        put(Key.STREAM_CHUNKS, completion.streaming() ? completion.chunks() : 0L);
        put(Key.REDACTION_MODE, terms.redactionMode());
        put(Key.REDACTION_POLICY_ID, terms.redactionPolicyId());
        long masked = masked(completion.requestHeaders()) + masked(completion.responseHeaders());
        put(Key.REDACTION_APPLIED, masked > 0);
        put(Key.REDACTION_COUNTS, masked > 0 ? Map.of("header", masked) : null);
        put(Key.API_KEY_LAST4, completion.credential().last4());
        put(Key.GATEWAY_KEY_ID, completion.gatewayKeyId());
        put(Key.CORRELATION_ID, completion.correlationId());
        put(Key.CAPTURE, call.captureLost() ? "lost" : null);
        if (!completion.gatewayKeyId().isEmpty()) {
            put(Key.ORG_ID, completion.tenant().org().value());
            put(Key.WORKSPACE_ID, completion.tenant().workspace().value());
        }
        lineage(completion);
    }

    private void lineage(CompletionRecord completion) {
        put(Key.LINEAGE_CHECKPOINT_ID, completion.traceId());
        put(Key.LINEAGE_IMMUTABLE, true);
        put(Key.LINEAGE_GROUP_ID, completion.lineage().groupId());
        put(Key.LINEAGE_THREAD_ID, completion.lineage().threadId());
        put(Key.LINEAGE_RUN_ID, completion.lineage().runId());
        put(Key.LINEAGE_PARENT_CHECKPOINT_ID, completion.lineage().parentCheckpointId());
        put(Key.LINEAGE_CHECKPOINT_SEQ, completion.lineage().checkpointSeq());
    }

    /** What became of the request's body. */
    void requestBody(StoredBody stored) {
        body(stored, Key.REQUEST_BODY_TRUNCATED, Key.REQUEST_BODY_CONTENT_CODING);
    }

    /** The same of the answer's. */
    void responseBody(StoredBody stored) {
        body(stored, Key.RESPONSE_BODY_TRUNCATED, Key.RESPONSE_BODY_CONTENT_CODING);
    }

    private void body(StoredBody stored, Key truncated, Key coding) {
        put(truncated, stored.truncated() ? true : null);
        put(coding, stored.coding());
    }

    private void put(Key key, @Nullable Object value) {
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
            json.writeStartObject();
            entries.forEach((key, value) -> write(json, key.written, value));
            json.writeEndObject();
        }
        return out.toString();
    }

    private static void write(JsonGenerator json, String name, Object value) {
        json.writeName(name);
        switch (value) {
            case Boolean flag -> json.writeBoolean(flag);
            case Long number -> json.writeNumber(number);
            case Map<?, ?> nested -> {
                json.writeStartObject();
                nested.forEach((key, inner) -> write(json, String.valueOf(key), inner));
                json.writeEndObject();
            }
            default -> json.writeString(String.valueOf(value));
        }
    }
}
