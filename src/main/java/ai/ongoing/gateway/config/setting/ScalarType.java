package ai.ongoing.gateway.config.setting;

import ai.ongoing.gateway.config.yaml.YamlValue;
import java.time.Duration;
import java.util.function.Function;

/**
 * Types of one word. In the file they follow Go's yaml.v3: numbers stand without quotes, a boolean may also be written
 * yes, no, on or off, and a text setting takes any scalar as it is written.
 */
public final class ScalarType<T> implements ValueType<T> {

    /** Any text. */
    public static final ScalarType<String> TEXT =
            new ScalarType<>("a text", (text, quoted) -> text, text -> text, value -> value);

    /** True or false. */
    public static final ScalarType<Boolean> BOOL =
            new ScalarType<>("true or false", Numerals::fileBool, Numerals::variableBool, String::valueOf);

    /** A whole number, wide enough that a range rule can name what it received. */
    public static final ScalarType<Long> WHOLE =
            new ScalarType<>("a whole number", Numerals::fileWhole, Numerals::variableWhole, String::valueOf);

    /** A number. */
    public static final ScalarType<Double> NUMBER =
            new ScalarType<>("a number", Numerals::fileNumber, Numerals::variableNumber, Numerals::shortest);

    /** A duration in Go's syntax. */
    public static final ScalarType<Duration> DURATION = new ScalarType<>(
            "a duration", (text, quoted) -> GoDuration.parse(text), GoDuration::parse, GoDuration::format);

    private final String what;
    private final FileReading<T> fileReading;
    private final TextReading<T> textReading;
    private final Function<T, String> showing;

    private ScalarType(
            String what, FileReading<T> fileReading, TextReading<T> textReading, Function<T, String> showing) {
        this.what = what;
        this.fileReading = fileReading;
        this.textReading = textReading;
        this.showing = showing;
    }

    @Override
    public T fromFile(YamlValue value) throws BadValue {
        return switch (value) {
            case YamlValue.Text(String text, boolean quoted, int line) -> fileReading.read(text, quoted);
            case YamlValue.Items items -> throw new BadValue("must be " + what + ", not a list");
            case YamlValue.Fields fields -> throw new BadValue("must be " + what + ", not a section");
        };
    }

    @Override
    public T fromText(String text) throws BadValue {
        return textReading.read(text);
    }

    @Override
    public String show(T value) {
        return showing.apply(value);
    }

    private interface FileReading<T> {
        T read(String text, boolean quoted) throws BadValue;
    }

    /** Reads a variable's text. */
    public interface TextReading<T> {
        T read(String text) throws BadValue;
    }
}
