package ai.ongoing.gateway.config.yaml;

import java.util.List;
import java.util.Map;

/** A value and the line it stands on, counted from 1. Immutable. */
public sealed interface YamlValue {

    int line();

    /** Nothing stands here: an empty value, {@code ~} or {@code null}, unquoted. */
    default boolean isNull() {
        return false;
    }

    /**
     * A scalar, not yet typed.
     *
     * @param quoted whether it stood in quotes or as a block, and so is a text whatever it looks like
     */
    record Text(String text, boolean quoted, int line) implements YamlValue {

        @Override
        public boolean isNull() {
            return !quoted && (text.isEmpty() || text.equals("~") || text.equalsIgnoreCase("null"));
        }
    }

    /** A sequence. */
    record Items(List<YamlValue> items, int line) implements YamlValue {

        public Items {
            items = List.copyOf(items);
        }
    }

    /** A mapping, in the document's order. */
    record Fields(Map<String, Field> fields, int line) implements YamlValue {}

    /** One entry of a mapping; the line is the key's. */
    record Field(YamlValue value, int line) {}
}
