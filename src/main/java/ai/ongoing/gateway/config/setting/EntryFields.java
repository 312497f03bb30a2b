package ai.ongoing.gateway.config.setting;

import ai.ongoing.gateway.config.yaml.YamlValue;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** The fields of one entry of a list; knows which were asked for, so that the others can be refused. */
public final class EntryFields {

    private final Map<String, YamlValue.Field> fields;
    private final Set<String> asked = new TreeSet<>();

    private EntryFields(Map<String, YamlValue.Field> fields) {
        this.fields = fields;
    }

    static EntryFields of(YamlValue value) throws BadValue {
        if (value.isNull()) {
            return new EntryFields(Map.of());
        }
        if (value instanceof YamlValue.Fields section) {
            return new EntryFields(section.fields());
        }
        throw new BadValue("must be a list of sections");
    }

    /** A text, empty when it is not there. */
    public String text(String name) throws BadValue {
        asked.add(name);
        YamlValue.Field field = fields.get(name);
        return field == null || field.value().isNull() ? "" : named(name, ScalarType.TEXT, field);
    }

    /** A list of texts, empty when it is not there. */
    public List<String> texts(String name) throws BadValue {
        asked.add(name);
        YamlValue.Field field = fields.get(name);
        return field == null ? List.of() : named(name, TextsType.TEXTS, field);
    }

    /** A section within the entry; its own unknown fields are refused by {@link #refuseUnknown} on it. */
    public EntryFields section(String name) throws BadValue {
        asked.add(name);
        YamlValue.Field field = fields.get(name);
        return field == null ? new EntryFields(Map.of()) : of(field.value());
    }

    /** Refuses what nobody asked for. */
    public void refuseUnknown() throws BadValue {
        for (Map.Entry<String, YamlValue.Field> field : fields.entrySet()) {
            if (!asked.contains(field.getKey())) {
                throw new BadValue("line " + field.getValue().line() + ": field " + field.getKey()
                        + " not found (known: " + String.join(", ", asked) + ")");
            }
        }
    }

    private static <T> T named(String name, ValueType<T> type, YamlValue.Field field) throws BadValue {
        try {
            return type.fromFile(field.value());
        } catch (BadValue bad) {
            throw new BadValue("line " + field.line() + ": " + name + " " + bad.getMessage());
        }
    }
}
