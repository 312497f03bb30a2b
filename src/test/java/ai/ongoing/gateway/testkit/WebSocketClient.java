package ai.ongoing.gateway.testkit;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A WebSocket through the JDK's own client, which checks every frame that comes. One thread at a time. */
public final class WebSocketClient {

    private static final int PATIENCE_SECONDS = 20;

    private final BlockingQueue<String> texts = new LinkedBlockingQueue<>();
    private final BlockingQueue<byte[]> binaries = new LinkedBlockingQueue<>();
    private final CompletableFuture<String> closed = new CompletableFuture<>();
    private final WebSocket socket;

    private WebSocketClient(URI uri, String[] protocols) {
        URI target = URI.create(uri.toString().replaceFirst("^http", "ws"));
        this.socket = HttpClient.newHttpClient()
                .newWebSocketBuilder()
                .header("X-Request-ID", "session-1")
                .subprotocols(protocols[0], Arrays.copyOfRange(protocols, 1, protocols.length))
                .buildAsync(target, new Heard())
                .join();
    }

    /**
     * Opens a session.
     *
     * @throws java.util.concurrent.CompletionException over a {@link java.net.http.WebSocketHandshakeException} when it is
     *     refused
     */
    public static WebSocketClient open(URI uri, String... protocols) {
        return new WebSocketClient(uri, protocols);
    }

    /** The protocol that was chosen. */
    public String protocol() {
        return socket.getSubprotocol();
    }

    public void say(String text) {
        socket.sendText(text, true).join();
    }

    public void send(byte[] bytes) {
        socket.sendBinary(ByteBuffer.wrap(bytes), true).join();
    }

    /** The next text message. */
    public @Nullable String next() throws InterruptedException {
        return texts.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }

    /** The next binary message. */
    public byte @Nullable [] nextBinary() throws InterruptedException {
        return binaries.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }

    public void close(int code, String reason) {
        socket.sendClose(code, reason).join();
    }

    public void abort() {
        socket.abort();
    }

    /** How the other side closed: code and reason, or that it just went. */
    public String closedBy() throws Exception {
        return closed.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }

    private final class Heard implements WebSocket.Listener {

        private final StringBuilder text = new StringBuilder();
        private byte[] binary = new byte[0];

        @Override
        public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
            text.append(data);
            if (last) {
                texts.add(text.toString());
                text.setLength(0);
            }
            from.request(1);
            return null;
        }

        @Override
        public @Nullable CompletionStage<?> onBinary(WebSocket from, ByteBuffer data, boolean last) {
            int length = binary.length;
            binary = Arrays.copyOf(binary, length + data.remaining());
            data.get(binary, length, data.remaining());
            if (last) {
                binaries.add(binary);
                binary = new byte[0];
            }
            from.request(1);
            return null;
        }

        @Override
        public @Nullable CompletionStage<?> onClose(WebSocket from, int code, String reason) {
            closed.complete(code == 1006 ? "without goodbye" : code + " " + reason);
            return null;
        }

        @Override
        public void onError(WebSocket from, Throwable error) {
            closed.complete("without goodbye");
        }
    }
}
