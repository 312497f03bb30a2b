package ai.ongoing.gateway.provider;

import ai.ongoing.gateway.wire.JsonFields;
import ai.ongoing.gateway.wire.Text;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads OpenAI's formats: chat, completions, responses, embeddings, transcriptions, batches, errors; and what the
 * upstreams that speak them add (Groq's {@code x_groq.usage}, DeepSeek's and Mistral's names for cached tokens, xAI's
 * reasoning beside the completion).
 *
 * <p>Usage in a stream is cumulative: the last object that states a number replaces the ones before it, and {@code usage:
 * null} replaces nothing. A session has many responses, and their usage is added up; what else it states (transcribing the
 * speaker is another model's work) is not.
 */
final class OpenAi implements UsageReader {

    private static final int PROMPT = 0;
    private static final int INPUT = 1;
    private static final int COMPLETION = 2;
    private static final int OUTPUT = 3;
    private static final int TOTAL = 4;
    private static final int PROMPT_CACHED = 5;
    private static final int INPUT_CACHED = 6;
    private static final int NUM_CACHED = 7;
    private static final int CACHE_HIT = 8;
    private static final int CACHED = 9;
    private static final int CACHE_READ = 10;
    private static final int PROMPT_WRITTEN = 11;
    private static final int INPUT_WRITTEN = 12;
    private static final int CACHE_CREATION = 13;
    private static final int COMPLETION_REASONING = 14;
    private static final int OUTPUT_REASONING = 15;
    private static final int REASONING = 16;
    private static final int COUNTED = 17;
    private static final int SLOTS = 18;

    private static final long TOTALS =
            (1L << PROMPT) | (1L << INPUT) | (1L << COMPLETION) | (1L << OUTPUT) | (1L << TOTAL) | (1L << COUNTED);

    private static final int USAGE = 20;
    private static final int GROQ_USAGE = 21;
    private static final int RESPONSE_USAGE = 22;
    private static final int MODEL = 30;
    private static final int OBJECT = 31;
    private static final int STATUS = 32;
    private static final int TYPE = 33;
    private static final int RESPONSE_STATUS = 34;
    private static final int CHOICE = 40;
    private static final int CHOICE_INDEX = 41;
    private static final int CHOICE_FINISH = 42;
    private static final int ERROR_TYPE = 51;
    private static final int ERROR_STATUS = 52;

    private static final byte[] RESPONSE_OBJECT = "response".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] ERROR_OBJECT = "error".getBytes(StandardCharsets.US_ASCII);

    private static final JsonFields FIELDS = fieldsToWatch();

    private final int httpStatus;
    private final UsageKind kind;
    private final Text model = new Text();
    private final Text finishReason = new Text();
    private final Text errorType = new Text();
    private final Counts counts = new Counts(SLOTS);

    private final Counts inDocument = new Counts(SLOTS);
    private final Text object = new Text();
    private final Text status = new Text();
    private final Text type = new Text();
    private final Text choiceFinish = new Text();
    private boolean usageClosed;
    private int usageField;
    private int choices;
    private long choiceIndex;

    OpenAi(int httpStatus, UsageKind kind) {
        this.httpStatus = httpStatus;
        this.kind = kind;
    }

    private static JsonFields fieldsToWatch() {
        JsonFields fields = new JsonFields()
                .watch("model", MODEL)
                .watch("object", OBJECT)
                .watch("status", STATUS)
                .watch("type", TYPE)
                .watch("response.model", MODEL)
                .watch("session.model", MODEL)
                .watch("response.status", RESPONSE_STATUS)
                .watch("input_tokens", COUNTED)
                .watch("choices[]", CHOICE)
                .watch("choices[].index", CHOICE_INDEX)
                .watch("choices[].finish_reason", CHOICE_FINISH)
                .watch("error.type", ERROR_TYPE)
                .watch("error.status", ERROR_STATUS)
                .watch("error_type", ERROR_TYPE)
                .watch("usage", USAGE)
                .watch("x_groq.usage", GROQ_USAGE)
                .watch("response.usage", RESPONSE_USAGE);
        for (String usage : List.of("usage", "x_groq.usage", "response.usage")) {
            fields.watch(usage + ".prompt_tokens", PROMPT)
                    .watch(usage + ".input_tokens", INPUT)
                    .watch(usage + ".completion_tokens", COMPLETION)
                    .watch(usage + ".output_tokens", OUTPUT)
                    .watch(usage + ".total_tokens", TOTAL)
                    .watch(usage + ".prompt_tokens_details.cached_tokens", PROMPT_CACHED)
                    .watch(usage + ".input_tokens_details.cached_tokens", INPUT_CACHED)
                    .watch(usage + ".input_token_details.cached_tokens", INPUT_CACHED)
                    .watch(usage + ".num_cached_tokens", NUM_CACHED)
                    .watch(usage + ".prompt_cache_hit_tokens", CACHE_HIT)
                    .watch(usage + ".cached_tokens", CACHED)
                    .watch(usage + ".cache_read_input_tokens", CACHE_READ)
                    .watch(usage + ".prompt_tokens_details.cache_write_tokens", PROMPT_WRITTEN)
                    .watch(usage + ".input_tokens_details.cache_write_tokens", INPUT_WRITTEN)
                    .watch(usage + ".cache_creation_input_tokens", CACHE_CREATION)
                    .watch(usage + ".completion_tokens_details.reasoning_tokens", COMPLETION_REASONING)
                    .watch(usage + ".output_tokens_details.reasoning_tokens", OUTPUT_REASONING)
                    .watch(usage + ".reasoning_tokens", REASONING);
        }
        return fields;
    }

    @Override
    public JsonFields fields() {
        return FIELDS;
    }

    @Override
    public void absent(int field) {
        switch (field) {
            case USAGE, GROQ_USAGE, RESPONSE_USAGE -> {
                if (usageField == field) {
                    forgetUsage();
                }
            }
            case OBJECT -> object.clear();
            case STATUS -> status.clear();
            case TYPE -> type.clear();
            case CHOICE_FINISH -> choiceFinish.clear();
            default -> {
                if (field < SLOTS) {
                    inDocument.forget(field);
                }
            }
        }
    }

    private void forgetUsage() {
        inDocument.clear();
        usageClosed = false;
    }

    @Override
    public void text(int field, Text value) {
        if (value.isEmpty()) {
            return;
        }
        switch (field) {
            case MODEL -> model.set(value);
            case OBJECT -> object.set(value);
            case STATUS -> status.set(value);
            case TYPE -> type.set(value);
            case RESPONSE_STATUS -> finishReason.set(value);
            case CHOICE_FINISH -> choiceFinish.set(value);
            case ERROR_TYPE -> errorType.set(value);
            case ERROR_STATUS -> {
                if (errorType.isEmpty()) {
                    errorType.set(value);
                }
            }
            default -> {} // a number written as a string states nothing
        }
    }

    @Override
    public void number(int field, long value) {
        if (field == COUNTED && kind != UsageKind.ESTIMATE) {
            return;
        }
        if (field < SLOTS) {
            inDocument.set(field, value);
        } else if (field == CHOICE_INDEX) {
            choiceIndex = value;
        }
    }

    @Override
    public void opened(int field) {
        switch (field) {
            case USAGE, GROQ_USAGE, RESPONSE_USAGE -> {
                usageField = field;
                forgetUsage();
            }
            case CHOICE -> {
                choiceIndex = choices++;
                choiceFinish.clear();
            }
            default -> {} // an error object is known by what it holds
        }
    }

    @Override
    public void closed(int field) {
        if (field == USAGE || field == GROQ_USAGE || field == RESPONSE_USAGE) {
            usageClosed = true;
        } else if (field == CHOICE && choiceIndex == 0 && !choiceFinish.isEmpty()) {
            finishReason.set(choiceFinish);
        }
    }

    @Override
    public void documentEnded() {
        if (session() && usageField == RESPONSE_USAGE && usageClosed) {
            counts.add(inDocument);
        } else if (!session() && documentCounts()) {
            counts.replaceWith(inDocument);
        }
        if (object.is(RESPONSE_OBJECT) && !status.isEmpty()) {
            finishReason.set(status);
        }
        if (errorType.isEmpty() && bareError()) {
            errorType.set(type);
        }
        inDocument.clear();
        object.clear();
        status.clear();
        type.clear();
        usageClosed = false;
        usageField = 0;
        choices = 0;
    }

    /** Messages over a WebSocket, rather than one answer. */
    private boolean session() {
        return httpStatus == 101;
    }

    /** A usage object cut off in the middle must not replace a complete one. */
    private boolean documentCounts() {
        return statesUsage(inDocument) && (usageClosed || !statesUsage(counts));
    }

    /** Details alone, such as cached tokens under another vendor's usage, are no usage. */
    private static boolean statesUsage(Counts known) {
        return known.statesAnyOf(TOTALS);
    }

    /** Mistral and vLLM state an error's type beside the message, without an error object around them. */
    private boolean bareError() {
        return !type.is(ERROR_OBJECT) && (object.is(ERROR_OBJECT) || httpStatus >= 400);
    }

    @Override
    public ResponseFacts facts(boolean whole) {
        Counts known = !session() && documentCounts() ? inDocument : counts;
        boolean response = object.is(RESPONSE_OBJECT) && !status.isEmpty();
        boolean bare = errorType.isEmpty() && bareError();
        return new ResponseFacts(
                model.orNull(),
                usage(known, whole),
                (response ? status : finishReason).orNull(),
                (bare ? type : errorType).orNull());
    }

    private TokenUsage usage(Counts known, boolean whole) {
        if (!statesUsage(known)) {
            return TokenUsage.NONE;
        }
        StatedUsage stated = new StatedUsage(
                known.first(PROMPT, INPUT, COUNTED),
                known.first(COMPLETION, OUTPUT),
                known.first(TOTAL),
                known.first(PROMPT_CACHED, INPUT_CACHED, NUM_CACHED, CACHE_HIT, CACHED, CACHE_READ),
                known.first(PROMPT_WRITTEN, INPUT_WRITTEN, CACHE_CREATION),
                known.first(COMPLETION_REASONING, OUTPUT_REASONING, REASONING));
        return new TokenUsage(stated, normalized(stated), whole ? UsageSource.PROVIDER : UsageSource.PARTIAL, kind);
    }

    /** Cached and written tokens are part of the input; reasoning is part of the output unless only the total has it. */
    private NormalizedUsage normalized(StatedUsage stated) {
        if (kind == UsageKind.ESTIMATE) {
            return NormalizedUsage.ZERO;
        }
        long input = zeroUnlessStated(stated.input());
        long output = zeroUnlessStated(stated.output());
        long reasoning = zeroUnlessStated(stated.reasoning());
        long read = zeroUnlessStated(stated.cacheRead());
        long written = zeroUnlessStated(stated.cacheWrite());
        boolean reasoningOutside = zeroUnlessStated(stated.total()) == input + output + reasoning;
        return new NormalizedUsage(
                Math.max(0, input - read - written), read, written, 0, reasoningOutside ? output + reasoning : output);
    }

    private static long zeroUnlessStated(@Nullable Long count) {
        return count == null ? 0 : count;
    }
}
