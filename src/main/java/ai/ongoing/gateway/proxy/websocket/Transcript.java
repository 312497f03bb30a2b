package ai.ongoing.gateway.proxy.websocket;

import ai.ongoing.gateway.wire.FrameReader;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/**
 * One direction of a session as text for the record: what the provider says reads like an event stream, an event a
 * message; what the client says, a line a message. Line ends within a message become blanks, which JSON does not mind.
 * Binary messages are left out. Keeps nothing; one thread at a time.
 */
final class Transcript implements FrameReader.Messages {

    private final ByteBuffer prefix;
    private final ByteBuffer end;
    private final Consumer<ByteBuffer> reader;
    private final Runnable closing;
    private boolean inMessage;

    private Transcript(String prefix, String end, Consumer<ByteBuffer> reader, Runnable closing) {
        this.prefix = ascii(prefix);
        this.end = ascii(end);
        this.reader = reader;
        this.closing = closing;
    }

    static Transcript ofProvider(Tunnel.Watcher watcher) {
        return new Transcript("data: ", "\n\n", watcher::toClient, watcher::providerCloses);
    }

    static Transcript ofClient(Tunnel.Watcher watcher) {
        return new Transcript("", "\n", watcher::toProvider, watcher::clientCloses);
    }

    private static ByteBuffer ascii(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII)).asReadOnlyBuffer();
    }

    @Override
    public void text(byte[] bytes, int from, int to) {
        if (!inMessage) {
            inMessage = true;
            reader.accept(prefix.duplicate());
        }
        for (int i = from; i < to; i++) {
            if (bytes[i] == '\n' || bytes[i] == '\r') {
                bytes[i] = ' ';
            }
        }
        reader.accept(ByteBuffer.wrap(bytes, from, to - from));
    }

    @Override
    public void textEnded() {
        inMessage = false;
        reader.accept(end.duplicate());
    }

    @Override
    public void closing() {
        closing.run();
    }
}
