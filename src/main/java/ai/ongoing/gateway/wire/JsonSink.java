package ai.ongoing.gateway.wire;

/**
 * Hears of watched values, by the field number they were registered under. Each value is announced by {@link #absent}
 * first, so that of two equal keys the last wins whatever its type. Methods not overridden ignore the value.
 */
public interface JsonSink {

    /** Forget what was heard of this field: a new value follows, or null, or one of no usable kind. */
    default void absent(int field) {}

    /** A string of at most {@link Text#LIMIT} bytes; the text is only valid during the call. */
    default void text(int field, Text value) {}

    /** A whole number from zero to {@link JsonScanner#LARGEST}; {@code 5.0} counts as 5. */
    default void number(int field, long value) {}

    /** true or false. */
    default void flag(int field, boolean value) {}

    /** A watched object or array, or element of an array, begins. */
    default void opened(int field) {}

    /** A watched object or array, or element of an array, has ended. */
    default void closed(int field) {}
}
