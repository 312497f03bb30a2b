package ai.ongoing.gateway.provider;

import ai.ongoing.gateway.wire.ArrayWindow;
import ai.ongoing.gateway.wire.ByteSink;
import ai.ongoing.gateway.wire.FormFields;
import ai.ongoing.gateway.wire.JsonFields;
import ai.ongoing.gateway.wire.JsonScanner;
import ai.ongoing.gateway.wire.JsonSink;
import ai.ongoing.gateway.wire.Text;
import java.nio.ByteBuffer;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Finds {@code model} and {@code stream} at the top of a JSON request, or among the parts of a form. Costs a few kilobytes
 * an exchange, whatever the body's size.
 */
final class RequestBody implements RequestReader, JsonSink, FormFields.Parts {

    private static final int MODEL = 0;
    private static final int STREAM = 1;
    private static final JsonFields FIELDS =
            new JsonFields().watch("model", MODEL).watch("stream", STREAM);

    private final @Nullable String deployment;
    private final ByteSink body;
    private final Text model = new Text();
    private @Nullable Boolean stream;

    @SuppressWarnings("this-escape") // the scanners only store it; the class is final and its constructor private
    private RequestBody(@Nullable String deployment, @Nullable String contentType) {
        this.deployment = deployment;
        ByteSink form = contentType == null ? null : FormFields.of(contentType, this);
        this.body = form == null ? new JsonScanner(FIELDS, this) : form;
    }

    static RequestReader reader(Endpoint endpoint, @Nullable String contentType) {
        return new RequestBody(endpoint.deployment(), contentType);
    }

    @Override
    public void accept(ByteBuffer bytes) {
        ArrayWindow.pass(bytes, body);
    }

    @Override
    public void absent(int field) {
        if (field == MODEL) {
            model.clear();
        } else {
            stream = null;
        }
    }

    @Override
    public void text(int field, Text value) {
        if (field == MODEL) {
            model.set(value);
        }
    }

    @Override
    public void flag(int field, boolean value) {
        if (field == STREAM) {
            stream = value;
        }
    }

    @Override
    public void part(String name, Text content) {
        if (name.equals("model")) {
            model.set(content);
        } else if (name.equals("stream")) {
            String value = content.toString().strip().toLowerCase(Locale.ROOT);
            stream = value.equals("true") || value.equals("1");
        }
    }

    @Override
    public RequestFacts facts() {
        String stated = model.orNull();
        return new RequestFacts(stated == null ? deployment : stated, stream);
    }
}
