package ai.ongoing.gateway.transfer.foreign;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** What another gateway knew of a call and no column of ours says: kept in the call's metadata, under its own names. */
final class ForeignMetadata {

    /** Numbers keep their digits. */
    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .enable(DeserializationFeature.USE_BIG_INTEGER_FOR_INTS)
            .build();

    /** What says from which gateway a call was brought. */
    static final String FROM = "imported_from";

    private final ObjectNode object = MAPPER.createObjectNode();

    ForeignMetadata(String gateway) {
        object.put(FROM, gateway);
    }

    /** Adds a text; nothing for one that nobody stated. */
    ForeignMetadata with(String name, @Nullable String text) {
        if (text != null && !text.isEmpty()) {
            object.put(name, text);
        }
        return this;
    }

    /** Adds a document; one that is no JSON is kept as text. */
    ForeignMetadata document(String name, @Nullable String json) {
        if (json == null || json.isBlank() || json.equals("{}")) {
            return this;
        }
        try {
            object.set(name, MAPPER.readTree(json));
        } catch (JacksonException e) {
            object.put(name, json);
        }
        return this;
    }

    String json() {
        return MAPPER.writeValueAsString(object);
    }
}
