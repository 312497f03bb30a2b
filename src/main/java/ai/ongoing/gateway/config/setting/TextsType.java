package ai.ongoing.gateway.config.setting;

import ai.ongoing.gateway.config.yaml.YamlValue;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A list of texts; in a variable separated by commas. */
public final class TextsType implements ValueType<List<String>> {

    /** The one there is. */
    public static final TextsType TEXTS = new TextsType();

    private TextsType() {}

    @Override
    public List<String> fromFile(YamlValue value) throws BadValue {
        if (value.isNull()) {
            return List.of();
        }
        if (!(value instanceof YamlValue.Items list)) {
            throw new BadValue("must be a list of texts");
        }
        List<String> texts = new ArrayList<>();
        for (YamlValue item : list.items()) {
            texts.add(ScalarType.TEXT.fromFile(item));
        }
        return List.copyOf(texts);
    }

    @Override
    public List<String> fromText(String text) {
        return Arrays.stream(text.split(",", -1))
                .map(String::strip)
                .filter(item -> !item.isEmpty())
                .toList();
    }

    @Override
    public String show(List<String> value) {
        return "[" + String.join(", ", value) + "]";
    }

    @Override
    public boolean emptyMeansNone() {
        return true;
    }
}
