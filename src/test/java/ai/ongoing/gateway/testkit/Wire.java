package ai.ongoing.gateway.testkit;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** The upstream's end of a connection, for a {@link Script} to write on. Every write goes out at once. */
public final class Wire {

    private final Socket socket;
    private final OutputStream out;
    private final InputStream in;
    private final ReceivedRequest request;

    Wire(Socket socket, InputStream in, ReceivedRequest request) throws IOException {
        this.socket = socket;
        this.out = socket.getOutputStream();
        this.in = in;
        this.request = request;
    }

    /** Writes a status line, header lines and the empty line. */
    public Wire head(String statusLine, String... headerLines) throws IOException {
        StringBuilder head = new StringBuilder("HTTP/1.1 ").append(statusLine).append("\r\n");
        for (String line : headerLines) {
            head.append(line).append("\r\n");
        }
        return bytes(head.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1));
    }

    public Wire bytes(byte[] bytes) throws IOException {
        out.write(bytes);
        out.flush();
        return this;
    }

    public Wire text(String text) throws IOException {
        return bytes(text.getBytes(StandardCharsets.UTF_8));
    }

    /** Writes one chunk of a chunked body, in one piece. */
    public Wire chunk(byte[] bytes) throws IOException {
        byte[] size = String.format(Locale.ROOT, "%x\r\n", bytes.length).getBytes(StandardCharsets.US_ASCII);
        byte[] whole = new byte[size.length + bytes.length + 2];
        System.arraycopy(size, 0, whole, 0, size.length);
        System.arraycopy(bytes, 0, whole, size.length, bytes.length);
        whole[whole.length - 2] = '\r';
        whole[whole.length - 1] = '\n';
        return bytes(whole);
    }

    public Wire chunk(String text) throws IOException {
        return chunk(text.getBytes(StandardCharsets.UTF_8));
    }

    /** Ends a chunked body. */
    public Wire lastChunk() throws IOException {
        return text("0\r\n\r\n");
    }

    /** Reads the request's body now; for scripts that start before it was read. */
    public Wire readBody() throws IOException {
        FakeUpstream.readBody(in, request);
        return this;
    }

    /** Waits until the peer closes or resets; whatever it sends until then is dropped. */
    public void awaitPeerClose() {
        try {
            HttpWire.readToEnd(in, (bytes, length) -> {});
        } catch (IOException reset) {
            // A reset is one of the two ways a peer goes away.
        }
        request.peerHasClosed();
    }

    /** What the peer sends behind the head, for scripts that leave HTTP. */
    public InputStream input() {
        return in;
    }

    /** Ends the connection with a RST. */
    public void reset() throws IOException {
        socket.setSoLinger(true, 0);
        socket.close();
    }

    /** Ends the connection with a FIN. */
    public void close() throws IOException {
        socket.close();
    }
}
