package ai.ongoing.gateway.http;

import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.json.JsonWriteFeature;

/**
 * Writes answers the way the Go program does, byte for byte: compact, fields in the order given, {@code < > &} and
 * U+2028/9 escaped, a line feed at the end.
 */
public final class Json {

    private static final JsonFactory FACTORY = JsonFactory.builder()
            .characterEscapes(new HtmlSafeEscapes())
            .disable(JsonWriteFeature.WRITE_HEX_UPPER_CASE)
            .build();

    private Json() {}

    /** One object with the fields that {@code fields} writes, and a line feed, in UTF-8. */
    public static byte[] object(Consumer<JsonObject> fields) {
        // Through characters: a lone surrogate in stored text must become a question mark, not a failed answer.
        StringWriter text = new StringWriter(512);
        try (JsonGenerator generator = FACTORY.createGenerator(ObjectWriteContext.empty(), text)) {
            generator.writeStartObject();
            fields.accept(new JsonObject(generator));
            generator.writeEndObject();
        }
        return text.append('\n').toString().getBytes(StandardCharsets.UTF_8);
    }
}
