package ai.ongoing.gateway.testkit;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** A client on a bare socket: sends exactly the bytes it is given, reads exactly what comes. One thread at a time. */
public final class RawClient implements AutoCloseable {

    private final Socket socket;
    private final InputStream in;

    private RawClient(Socket socket) throws IOException {
        this.socket = socket;
        this.in = new BufferedInputStream(socket.getInputStream(), 4096);
    }

    public static RawClient connect(int port) throws IOException {
        return connect(port, 0);
    }

    /**
     * Connects with a receive buffer of a chosen size.
     *
     * @param receiveBuffer bytes; zero leaves the system's
     */
    public static RawClient connect(int port, int receiveBuffer) throws IOException {
        Socket socket = new Socket();
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(20_000);
        if (receiveBuffer > 0) {
            socket.setReceiveBufferSize(receiveBuffer);
        }
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        return new RawClient(socket);
    }

    /** Sends a head: each line, line ends added, and the empty line. */
    public RawClient head(String... lines) throws IOException {
        return send(String.join("\r\n", lines) + "\r\n\r\n");
    }

    public RawClient send(String text) throws IOException {
        return send(text.getBytes(StandardCharsets.UTF_8));
    }

    public RawClient send(byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
        socket.getOutputStream().flush();
        return this;
    }

    /** Reads the head of the next answer: status line first. */
    public List<String> readHead() throws IOException {
        List<String> head = HttpWire.readHead(in);
        if (head == null) {
            throw new EOFException("closed without an answer");
        }
        return head;
    }

    /** Reads one whole answer; an {@link EOFException} tells that the connection was cut within it. */
    public RawResponse readResponse() throws IOException {
        return readBodyOf(readHead(), false);
    }

    /** Reads one whole answer to a HEAD request. */
    public RawResponse readHeadResponse() throws IOException {
        return readBodyOf(readHead(), true);
    }

    private RawResponse readBodyOf(List<String> head, boolean none) throws IOException {
        List<String> headers = head.subList(1, head.size());
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        RawResponse empty = new RawResponse(head.getFirst(), headers, new byte[0]);
        if (none || empty.status() == 204 || empty.status() == 304) {
            return empty;
        }
        String length = empty.header("Content-Length");
        HttpWire.Sink sink = (bytes, count) -> body.write(bytes, 0, count);
        if (HttpWire.chunked(headers)) {
            HttpWire.readChunks(in, sink);
        } else if (length != null) {
            HttpWire.readLength(in, Long.parseLong(length), sink);
        } else {
            HttpWire.readToEnd(in, sink);
        }
        return new RawResponse(head.getFirst(), headers, body.toByteArray());
    }

    /** Reads a chunked body to its end, keeping nothing; whether it had this length. */
    public boolean readsBodyOf(long expected) throws IOException {
        long[] length = {0};
        HttpWire.readChunks(in, (bytes, count) -> length[0] += count);
        return length[0] == expected;
    }

    /** Reads so many bytes as they are on the wire. */
    public String readRaw(int count) throws IOException {
        byte[] bytes = in.readNBytes(count);
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }

    /** Whether the peer has closed: reads on, and drops what comes, until it does. */
    public boolean readsToEnd() {
        try {
            HttpWire.readToEnd(in, (bytes, length) -> {});
            return true;
        } catch (SocketTimeoutException stillOpen) {
            return false;
        } catch (IOException reset) {
            return true;
        }
    }

    /** Everything up to the peer's close or reset. */
    public String readToEnd() {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        try {
            HttpWire.readToEnd(in, (bytes, length) -> all.write(bytes, 0, length));
        } catch (IOException reset) {
            // what came before it counts
        }
        return all.toString(StandardCharsets.ISO_8859_1);
    }

    public InputStream input() {
        return in;
    }

    /** Goes away with a RST. */
    public void reset() throws IOException {
        socket.setSoLinger(true, 0);
        socket.close();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
