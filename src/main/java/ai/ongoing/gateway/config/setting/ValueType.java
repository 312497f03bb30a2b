package ai.ongoing.gateway.config.setting;

import ai.ongoing.gateway.config.yaml.YamlValue;

/**
 * How a setting's values are read and shown.
 *
 * @param <T> what its values are
 */
public interface ValueType<T> {

    /** Reads a value of the file. */
    T fromFile(YamlValue value) throws BadValue;

    /** Reads a variable or a flag. */
    T fromText(String text) throws BadValue;

    /** The value for people; not yet masked. */
    String show(T value);

    /** Whether an empty place in the file means an empty value rather than the default; lists do that. */
    default boolean emptyMeansNone() {
        return false;
    }
}
