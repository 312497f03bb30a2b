package ai.ongoing.gateway.http;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/** The object being written; fields come out in the order of the calls. Valid only during the call that hands it out. */
public final class JsonObject {

    /** Go prints a double without an exponent from 1e-6 up to, but not including, 1e21. */
    private static final int LEAST_PLAIN_EXPONENT = -6;

    private static final int FIRST_EXPONENT = 21;

    private final JsonGenerator generator;

    JsonObject(JsonGenerator generator) {
        this.generator = generator;
    }

    public JsonObject text(String name, String value) {
        generator.writeStringProperty(name, value);
        return this;
    }

    /** Writes the field unless the value is null or empty. */
    public JsonObject textIfAny(String name, @Nullable String value) {
        return value == null || value.isEmpty() ? this : text(name, value);
    }

    public JsonObject number(String name, long value) {
        generator.writeNumberProperty(name, value);
        return this;
    }

    /** Writes the field unless the value is null. */
    public JsonObject numberIfAny(String name, @Nullable Long value) {
        return value == null ? this : number(name, value);
    }

    /** A double in Go's shortest form: {@code 0}, {@code 0.0035}, {@code 1e-7}. */
    public JsonObject decimal(String name, double value) {
        generator.writeName(name);
        generator.writeNumber(shortest(value));
        return this;
    }

    public JsonObject flag(String name, boolean value) {
        generator.writeBooleanProperty(name, value);
        return this;
    }

    /** RFC 3339 in UTC with up to nine fraction digits, trailing zeros left out. */
    public JsonObject time(String name, Instant value) {
        return text(name, Timestamps.format(value));
    }

    public JsonObject object(String name, Consumer<JsonObject> fields) {
        generator.writeName(name);
        generator.writeStartObject();
        fields.accept(this);
        generator.writeEndObject();
        return this;
    }

    public <T> JsonObject array(String name, List<T> items, BiConsumer<JsonObject, T> fields) {
        generator.writeName(name);
        generator.writeStartArray();
        for (T item : items) {
            generator.writeStartObject();
            fields.accept(this, item);
            generator.writeEndObject();
        }
        generator.writeEndArray();
        return this;
    }

    public JsonObject texts(String name, List<String> values) {
        generator.writeName(name);
        generator.writeStartArray();
        values.forEach(generator::writeString);
        generator.writeEndArray();
        return this;
    }

    /**
     * Stored JSON, decoded and written anew with its keys sorted; text that is not JSON is written as a string. Nothing
     * is written for empty text.
     */
    public JsonObject document(String name, String json) {
        if (!json.isBlank()) {
            generator.writeName(name);
            StoredJson.write(generator, json);
        }
        return this;
    }

    private static String shortest(double value) {
        if (value == 0) {
            return "0";
        }
        BigDecimal decimal = new BigDecimal(Double.toString(value)).stripTrailingZeros();
        int exponent = decimal.precision() - decimal.scale() - 1;
        if (exponent >= LEAST_PLAIN_EXPONENT && exponent < FIRST_EXPONENT) {
            return decimal.toPlainString();
        }
        String mantissa = decimal.movePointLeft(exponent).stripTrailingZeros().toPlainString();
        return mantissa + (exponent < 0 ? "e" : "e+") + exponent;
    }
}
