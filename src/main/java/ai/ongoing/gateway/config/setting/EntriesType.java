package ai.ongoing.gateway.config.setting;

import ai.ongoing.gateway.config.yaml.YamlValue;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * A list of sections, only to be had from the file.
 *
 * @param <T> what one entry becomes
 */
public final class EntriesType<T> implements ValueType<List<T>> {

    private final EntryReading<T> reading;
    private final Function<T, String> showing;

    /** The second function shows an entry for people, without its secrets. */
    public EntriesType(EntryReading<T> reading, Function<T, String> showing) {
        this.reading = reading;
        this.showing = showing;
    }

    /** Reads one entry. */
    public interface EntryReading<T> {
        T read(EntryFields fields) throws BadValue;
    }

    @Override
    public List<T> fromFile(YamlValue value) throws BadValue {
        if (value.isNull()) {
            return List.of();
        }
        if (!(value instanceof YamlValue.Items list)) {
            throw new BadValue("must be a list of sections");
        }
        List<T> entries = new ArrayList<>();
        for (YamlValue item : list.items()) {
            EntryFields fields = EntryFields.of(item);
            T entry = reading.read(fields);
            fields.refuseUnknown();
            entries.add(entry);
        }
        return List.copyOf(entries);
    }

    @Override
    public List<T> fromText(String text) throws BadValue {
        throw new BadValue("can only be set in the file");
    }

    @Override
    public String show(List<T> value) {
        return value.stream().map(showing).toList().toString();
    }

    @Override
    public boolean emptyMeansNone() {
        return true;
    }
}
