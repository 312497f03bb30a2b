package ai.ongoing.gateway.provider;

import ai.ongoing.gateway.wire.ArrayWindow;
import ai.ongoing.gateway.wire.ByteSink;
import ai.ongoing.gateway.wire.JsonScanner;
import ai.ongoing.gateway.wire.SseReader;
import ai.ongoing.gateway.wire.Text;
import ai.ongoing.gateway.wire.coding.ContentDecoder;
import java.nio.ByteBuffer;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads a response body through its three coats: content coding, framing, JSON. Costs a few kilobytes an exchange,
 * whatever the body's size. The first byte tells an event stream from a single document, because a refused stream is
 * often answered with a document, and sometimes under the stream's content type.
 */
final class BodyReader implements ResponseReader {

    private static final Pattern READABLE =
            Pattern.compile("(text/event-stream|text/plain|application/json|[^;]+\\+json)\\s*(;.*)?");

    private final ContentDecoder decoder;
    private final UsageReader usage;
    private final JsonScanner scanner;
    private final ByteSink decoded = this::decoded;
    private final ByteSink coded = this::decode;
    private ByteSink framing = this::chooseFraming;

    private BodyReader(ContentDecoder decoder, UsageReader usage) {
        this.decoder = decoder;
        this.usage = usage;
        this.scanner = new JsonScanner(usage.fields(), usage);
    }

    static ResponseReader of(Endpoint endpoint, ResponseHead head) {
        if (endpoint.kind() == UsageKind.NONE || !readable(head.contentType())) {
            return Unread.INSTANCE;
        }
        ContentDecoder decoder = ContentDecoder.of(head.contentEncoding());
        return decoder == null ? Unread.INSTANCE : new BodyReader(decoder, usageReader(endpoint, head));
    }

    /** A body without a declared type is tried: JSON gives itself away with its first byte. */
    private static boolean readable(@Nullable String contentType) {
        return contentType == null
                || READABLE.matcher(contentType.strip().toLowerCase(Locale.ROOT))
                        .matches();
    }

    private static UsageReader usageReader(Endpoint endpoint, ResponseHead head) {
        return switch (endpoint.shape()) {
            // The request for a session is a GET, which elsewhere only repeats what was billed before.
            case OPENAI -> new OpenAi(head.status(), head.status() == 101 ? UsageKind.BILLED : endpoint.kind());
            case ANTHROPIC -> new Anthropic(endpoint.kind());
        };
    }

    @Override
    public void accept(ByteBuffer bytes) {
        ArrayWindow.pass(bytes, coded);
    }

    private void decode(byte[] bytes, int from, int to) {
        decoder.accept(bytes, from, to, decoded);
    }

    private void decoded(byte[] bytes, int from, int to) {
        framing.accept(bytes, from, to);
    }

    private void chooseFraming(byte[] bytes, int from, int to) {
        int i = from;
        while (i < to && blank(bytes[i])) {
            i++;
        }
        if (i < to) {
            boolean document = bytes[i] == '{' || bytes[i] == '[';
            framing = document ? scanner : new SseReader(new EventData());
            framing.accept(bytes, i, to);
        }
    }

    private static boolean blank(byte c) {
        boolean byteOrderMark = c == (byte) 0xEF || c == (byte) 0xBB || c == (byte) 0xBF;
        return c == ' ' || c == '\n' || c == '\r' || c == '\t' || byteOrderMark;
    }

    @Override
    public ResponseFacts facts(boolean complete) {
        boolean documentWhole = framing != scanner || scanner.ended();
        return usage.facts(complete && decoder.whole() && documentWhole);
    }

    @Override
    public void close() {
        decoder.close();
    }

    /** Each event's data is a document of its own. */
    private final class EventData implements SseReader.Events {

        @Override
        public void data(byte[] bytes, int from, int to) {
            scanner.accept(bytes, from, to);
        }

        @Override
        public void ended(Text name) {
            usage.documentEnded();
            scanner.reset();
        }
    }
}
