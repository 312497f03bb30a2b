package ai.ongoing.gateway.config.setting;

import ai.ongoing.gateway.config.setting.ScalarType.TextReading;
import java.util.Locale;
import java.util.function.Function;

/**
 * A setting: all there is to know about it but its value. Immutable.
 *
 * @param path where it stands in the file, dotted
 * @param variable the environment variable that overrides it; empty when there is none
 * @param reading how that variable is read
 * @param masked the value as it may be printed
 */
public record Key<T>(
        String path,
        ValueType<T> type,
        T defaultValue,
        String variable,
        TextReading<T> reading,
        Function<T, String> masked) {

    /** A setting whose variable is {@code ONGOINGAI_} and its path in upper case. */
    public static <T> Key<T> of(String path, ValueType<T> type, T defaultValue) {
        String variable = "ONGOINGAI_" + path.toUpperCase(Locale.ROOT).replace('.', '_');
        return new Key<>(path, type, defaultValue, variable, type::fromText, type::show);
    }

    /** The same under the variable's inherited name. */
    public Key<T> variable(String name) {
        return new Key<>(path, type, defaultValue, name, reading, masked);
    }

    /** The same, with a variable that is read in a way of its own. */
    public Key<T> variable(String name, TextReading<T> differently) {
        return new Key<>(path, type, defaultValue, name, differently, masked);
    }

    /** The same, to be had only from the file. */
    public Key<T> withoutVariable() {
        return variable("");
    }

    /** The same, printed by the given function. */
    public Key<T> masked(Function<T, String> printed) {
        return new Key<>(path, type, defaultValue, variable, reading, printed);
    }

    /** Whether surrounding spaces of the variable are dropped; the inherited program does so for these two families. */
    public boolean trimsVariable() {
        return variable.startsWith("OTEL_") || variable.startsWith("ONGOINGAI_PROMETHEUS_");
    }
}
