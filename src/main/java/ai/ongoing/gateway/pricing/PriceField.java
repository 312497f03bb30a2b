package ai.ongoing.gateway.pricing;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A value of a price file that knows its place, so that it can be refused by name.
 *
 * @param file the file's name
 * @param path the keys that lead to the value, joined by dots
 * @param name the last of them
 * @param node the value, or a missing node
 */
record PriceField(String file, String path, String name, JsonNode node) {

    private static final BigDecimal PICO_DOLLARS = BigDecimal.valueOf(1_000_000);
    private static final BigDecimal DEAREST = BigDecimal.valueOf(1_000_000);

    PriceField at(String key) {
        return new PriceField(file, path.isEmpty() ? key : path + "." + key, key, node.path(key));
    }

    boolean present() {
        return !node.isMissingNode() && !node.isNull();
    }

    PriceField required() {
        if (!present()) {
            throw refusal("a value");
        }
        return this;
    }

    PriceField object() {
        if (!node.isObject()) {
            throw refusal("an object");
        }
        return this;
    }

    PriceField only(Set<String> keys) {
        return only(keys, Set.of());
    }

    PriceField only(Set<String> keys, Set<String> moreKeys) {
        for (String key : node.propertyNames()) {
            if (!keys.contains(key) && !moreKeys.contains(key)) {
                throw new PricingException("pricing file " + file + ": unknown key " + at(key).path());
            }
        }
        return this;
    }

    List<PriceField> fields() {
        List<PriceField> fields = new ArrayList<>();
        node.propertyNames().forEach(key -> fields.add(at(key)));
        return fields;
    }

    /** The elements of a list; none when it is absent. */
    List<PriceField> elements() {
        if (present() && !node.isArray()) {
            throw refusal("a list");
        }
        List<PriceField> elements = new ArrayList<>();
        for (int i = 0; i < node.size(); i++) {
            elements.add(new PriceField(file, path + "[" + i + "]", name, node.get(i)));
        }
        return elements;
    }

    <T> T value(Function<String, T> parser, String expected) {
        if (!node.isString()) {
            throw refusal(expected);
        }
        try {
            return parser.apply(node.asString());
        } catch (RuntimeException e) {
            throw new PricingException(refused(expected), e);
        }
    }

    long wholeNumber() {
        if (!node.canConvertToLong() || node.asLong() < 0) {
            throw refusal("a whole number, zero or more");
        }
        return node.asLong();
    }

    /** Dollars for a million tokens as pico-dollars a token; null when absent. */
    @Nullable
    Long picoDollars() {
        if (!present()) {
            return null;
        }
        BigDecimal dollars = node.isNumber() ? node.decimalValue() : BigDecimal.ONE.negate();
        boolean exact = dollars.stripTrailingZeros().scale() <= 6;
        if (dollars.signum() < 0 || dollars.compareTo(DEAREST) > 0 || !exact) {
            throw refusal("US dollars for a million tokens, at most 1000000 and with at most 6 decimals");
        }
        return dollars.multiply(PICO_DOLLARS).longValueExact();
    }

    PricingException refusal(String expected) {
        return new PricingException(refused(expected));
    }

    private String refused(String expected) {
        String found = present() ? node.toString() : "nothing";
        String shown = found.length() > 80 ? found.substring(0, 80) + "..." : found;
        String place = path.isEmpty() ? "the top" : path;
        return "pricing file " + file + ": " + place + ": expected " + expected + ", found " + shown;
    }
}
