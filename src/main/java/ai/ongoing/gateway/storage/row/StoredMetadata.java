package ai.ongoing.gateway.storage.row;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.MissingNode;

/** The metadata of a row, for the few values that have no column, or had none when an older program wrote the row. */
record StoredMetadata(JsonNode root) {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    /** What is not a JSON object holds nothing: older rows may have anything here. */
    static StoredMetadata parse(String text) {
        if (text.isBlank()) {
            return new StoredMetadata(MissingNode.getInstance());
        }
        try {
            return new StoredMetadata(JSON.readTree(text));
        } catch (JacksonException notJson) {
            return new StoredMetadata(MissingNode.getInstance());
        }
    }

    @Nullable
    String text(String key) {
        JsonNode value = root.path(key);
        return value.isString() && !value.stringValue().isBlank() ? value.stringValue() : null;
    }

    @Nullable
    Long number(String key) {
        JsonNode value = root.path(key);
        return value.isIntegralNumber() && value.canConvertToLong() ? value.longValue() : null;
    }
}
