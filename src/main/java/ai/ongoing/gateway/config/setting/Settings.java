package ai.ongoing.gateway.config.setting;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The value in force of every setting, with its origin. Filled by one thread, from the weakest source to the strongest. */
public final class Settings {

    /** Origin of a value nobody set. */
    public static final String DEFAULT = "default";

    private final Map<String, Held> held = new LinkedHashMap<>();

    private record Held(Object value, String shown, String origin) {}

    /** A value for people, masked; the origin is {@code default}, {@code file:line}, a variable or a flag. */
    public record Shown(String path, String value, String origin) {}

    /** Puts a value in force. */
    public <T> void set(Key<T> key, T value, String origin) {
        held.put(key.path(), new Held(value, key.masked().apply(value), origin));
    }

    /** The value in force. */
    // Only set() fills the map, with a value of the same key's type.
    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
    public <T> T get(Key<T> key) {
        Held found = held.get(key.path());
        return found == null ? key.defaultValue() : (T) found.value();
    }

    /** Where the value in force came from. */
    public String origin(Key<?> key) {
        Held found = held.get(key.path());
        return found == null ? DEFAULT : found.origin();
    }

    /** Whether the value in force is what it would be anyway. */
    public <T> boolean holdsDefault(Key<T> key) {
        return get(key).equals(key.defaultValue());
    }

    /** All values, masked, in the order of the given keys. */
    public List<Shown> shown(List<Key<?>> keys) {
        return keys.stream().map(this::shown).toList();
    }

    private <T> Shown shown(Key<T> key) {
        Held found = held.get(key.path());
        String value = found == null ? key.masked().apply(key.defaultValue()) : found.shown();
        return new Shown(key.path(), value, origin(key));
    }
}
