package ai.ongoing.gateway.provider;

import ai.ongoing.gateway.wire.JsonFields;
import ai.ongoing.gateway.wire.Text;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Reads Anthropic's messages, whole and streamed, its token counts and its errors.
 *
 * <p>In a stream the numbers of message_start are overlaid with what message_delta states: server tools let the input
 * grow, while cache counts may come only at the start. The numbers are final once message_delta or message_stop came.
 */
final class Anthropic implements UsageReader {

    private static final int INPUT = 0;
    private static final int OUTPUT = 1;
    private static final int CACHE_READ = 2;
    private static final int CACHE_WRITE = 3;
    private static final int WRITE_5M = 4;
    private static final int WRITE_1H = 5;
    private static final int THINKING = 6;
    private static final int SLOTS = 7;

    /** Slots of the iteration being read follow those of the message. */
    private static final int ITERATION_SLOTS = 10;

    private static final int USAGE = 20;
    private static final int ITERATIONS = 21;
    private static final int ITERATION = 22;
    private static final int ITERATION_MODEL = 23;
    private static final int MODEL = 30;
    private static final int STOP_REASON = 31;
    private static final int TYPE = 32;
    private static final int ERROR_TYPE = 33;
    private static final int COUNTED = 34;

    private static final byte[] MESSAGE_DELTA = ascii("message_delta");
    private static final byte[] MESSAGE_STOP = ascii("message_stop");
    private static final byte[] MESSAGE = ascii("message");

    private static final JsonFields FIELDS = fieldsToWatch();

    private final UsageKind kind;
    private final Text model = new Text();
    private final Text stopReason = new Text();
    private final Text errorType = new Text();
    private final Counts counts = new Counts(SLOTS);
    private final Iterations iterations = new Iterations(SLOTS);
    private boolean finalNumbers;

    private final Counts inDocument = new Counts(SLOTS);
    private final Text type = new Text();
    private boolean usageClosed;

    Anthropic(UsageKind kind) {
        this.kind = kind;
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private static JsonFields fieldsToWatch() {
        JsonFields fields = new JsonFields()
                .watch("type", TYPE)
                .watch("model", MODEL)
                .watch("message.model", MODEL)
                .watch("stop_reason", STOP_REASON)
                .watch("message.stop_reason", STOP_REASON)
                .watch("delta.stop_reason", STOP_REASON)
                .watch("error.type", ERROR_TYPE)
                .watch("input_tokens", COUNTED);
        for (String usage : List.of("usage", "message.usage")) {
            fields.watch(usage, USAGE)
                    .watch(usage + ".output_tokens_details.thinking_tokens", THINKING)
                    .watch(usage + ".iterations", ITERATIONS)
                    .watch(usage + ".iterations[]", ITERATION)
                    .watch(usage + ".iterations[].model", ITERATION_MODEL);
            watchCounts(fields, usage, 0);
            watchCounts(fields, usage + ".iterations[]", ITERATION_SLOTS);
        }
        return fields;
    }

    private static void watchCounts(JsonFields fields, String place, int firstSlot) {
        fields.watch(place + ".input_tokens", firstSlot + INPUT)
                .watch(place + ".output_tokens", firstSlot + OUTPUT)
                .watch(place + ".cache_read_input_tokens", firstSlot + CACHE_READ)
                .watch(place + ".cache_creation_input_tokens", firstSlot + CACHE_WRITE)
                .watch(place + ".cache_creation.ephemeral_5m_input_tokens", firstSlot + WRITE_5M)
                .watch(place + ".cache_creation.ephemeral_1h_input_tokens", firstSlot + WRITE_1H);
    }

    @Override
    public JsonFields fields() {
        return FIELDS;
    }

    @Override
    public void absent(int field) {
        if (field < SLOTS) {
            inDocument.forget(field);
        } else if (iterationSlot(field)) {
            iterations.forget(field - ITERATION_SLOTS);
        } else if (field == USAGE) {
            inDocument.clear();
            usageClosed = false;
        } else if (field == TYPE) {
            type.clear();
        }
    }

    private static boolean iterationSlot(int field) {
        return field >= ITERATION_SLOTS && field < ITERATION_SLOTS + SLOTS;
    }

    @Override
    public void text(int field, Text value) {
        if (value.isEmpty()) {
            return;
        }
        switch (field) {
            case MODEL -> model.set(value);
            case STOP_REASON -> stopReason.set(value);
            case TYPE -> type.set(value);
            case ERROR_TYPE -> errorType.set(value);
            case ITERATION_MODEL -> iterations.model(value);
            default -> {
                // a number written as a string states nothing
            }
        }
    }

    @Override
    public void number(int field, long value) {
        if (field < SLOTS) {
            inDocument.set(field, value);
        } else if (iterationSlot(field)) {
            iterations.set(field - ITERATION_SLOTS, value);
        } else if (field == COUNTED && kind == UsageKind.ESTIMATE) {
            inDocument.set(INPUT, value);
        }
    }

    @Override
    public void opened(int field) {
        if (field == ITERATIONS) {
            iterations.clear();
        } else if (field == ITERATION) {
            iterations.begin();
        }
    }

    @Override
    public void closed(int field) {
        if (field == ITERATION) {
            iterations.end();
        } else if (field == USAGE) {
            usageClosed = true;
        }
    }

    @Override
    public void documentEnded() {
        if (documentCounts()) {
            counts.overlayWith(inDocument);
        }
        finalNumbers |= finalDocument();
        inDocument.clear();
        type.clear();
        usageClosed = false;
    }

    private boolean finalDocument() {
        return (type.is(MESSAGE_DELTA) && usageClosed) || type.is(MESSAGE_STOP) || type.is(MESSAGE);
    }

    /** A usage object cut off in the middle must not overlay a complete one. */
    private boolean documentCounts() {
        return inDocument.any() && (usageClosed || !counts.any());
    }

    @Override
    public ResponseFacts facts(boolean whole) {
        Counts known = counts.copy();
        if (documentCounts()) {
            known.overlayWith(inDocument);
        }
        boolean last = finalNumbers || finalDocument() || kind == UsageKind.ESTIMATE;
        return new ResponseFacts(model.orNull(), usage(known, whole && last), stopReason.orNull(), errorType.orNull());
    }

    private TokenUsage usage(Counts known, boolean whole) {
        if (!known.any()) {
            return TokenUsage.NONE;
        }
        StatedUsage stated = new StatedUsage(
                known.first(INPUT),
                known.first(OUTPUT),
                null,
                known.first(CACHE_READ),
                known.first(CACHE_WRITE),
                known.first(THINKING));
        return new TokenUsage(stated, normalized(known), whole ? UsageSource.PROVIDER : UsageSource.PARTIAL, kind);
    }

    private NormalizedUsage normalized(Counts known) {
        if (kind == UsageKind.ESTIMATE) {
            return NormalizedUsage.ZERO;
        }
        return split(iterations.any() ? iterations.sum(model) : known);
    }

    /** Cache traffic stands beside the input. What the lifetimes do not explain counts as written for five minutes. */
    private static NormalizedUsage split(Counts known) {
        long shortLived = known.zeroUnlessStated(WRITE_5M);
        long longLived = known.zeroUnlessStated(WRITE_1H);
        long written = Math.max(known.zeroUnlessStated(CACHE_WRITE), shortLived + longLived);
        return new NormalizedUsage(
                known.zeroUnlessStated(INPUT),
                known.zeroUnlessStated(CACHE_READ),
                written - longLived,
                longLived,
                known.zeroUnlessStated(OUTPUT));
    }
}
