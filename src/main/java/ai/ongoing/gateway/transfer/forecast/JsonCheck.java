package ai.ongoing.gateway.transfer.forecast;

import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;

/** Whether bytes are one JSON document that a server can hold. Thread-safe. */
final class JsonCheck {

    private static final JsonFactory FACTORY = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxStringLength(Integer.MAX_VALUE)
                    .maxNameLength(Integer.MAX_VALUE)
                    .maxNumberLength(Integer.MAX_VALUE)
                    .maxNestingDepth(5_000)
                    .build())
            .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
            .build();

    /** Numbers of the server's JSON have at most so many digits before the point. */
    private static final int LARGEST_EXPONENT = 131_071;

    private JsonCheck() {}

    /** What is wrong with it, without a word of it; empty when it is fine. */
    static Optional<String> problem(byte[] bytes, int from, int length) {
        boolean escapes = hasEscapes(bytes, from, length);
        int documents = 0;
        try (JsonParser parser = FACTORY.createParser(ObjectReadContext.empty(), bytes, from, length)) {
            for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
                boolean root = parser.streamReadContext().inRoot();
                documents += root && !token.isStructStart() ? 1 : 0;
                Optional<String> refused = escapes || token.isNumeric() ? refused(parser, token) : Optional.empty();
                if (refused.isPresent()) {
                    return refused;
                }
            }
        } catch (JacksonException e) {
            return Optional.of(
                    "no JSON from byte " + Math.max(0, e.getLocation().getByteOffset()) + " on");
        }
        return documents == 1
                ? Optional.empty()
                : Optional.of(documents == 0 ? "no JSON: it is empty" : "no JSON: it goes on behind its end");
    }

    private static boolean hasEscapes(byte[] bytes, int from, int length) {
        for (int at = from; at < from + length; at++) {
            if (bytes[at] == '\\') {
                return true;
            }
        }
        return false;
    }

    private static Optional<String> refused(JsonParser parser, JsonToken token) {
        if (token == JsonToken.VALUE_STRING || token == JsonToken.PROPERTY_NAME) {
            return refusedText(parser.getString());
        }
        return token.isNumeric() ? refusedNumber(parser.getString()) : Optional.empty();
    }

    private static Optional<String> refusedText(String text) {
        if (text.indexOf(0) >= 0) {
            return Optional.of("JSON with a NUL written as an escape");
        }
        boolean lone = text.codePoints()
                .anyMatch(point -> point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE);
        return lone ? Optional.of("JSON with half a surrogate pair written as an escape") : Optional.empty();
    }

    private static Optional<String> refusedNumber(String number) {
        int exponent = Math.max(number.indexOf('e'), number.indexOf('E'));
        if (exponent < 0 && number.length() <= LARGEST_EXPONENT) {
            return Optional.empty();
        }
        String digits = exponent < 0 ? "" : number.substring(exponent + 1).replaceFirst("^[+-]?0*", "");
        boolean fits = exponent >= 0 && digits.length() <= 5 && (digits.isEmpty() || Integer.parseInt(digits) < 16_000);
        return fits ? Optional.empty() : Optional.of("JSON with a number too large to hold");
    }
}
