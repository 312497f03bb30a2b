package ai.ongoing.gateway.testkit;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A request as {@link FakeUpstream} received it: the head's lines exactly and in order, the body's first 4 MiB, its
 * length and its SHA-256.
 */
public final class ReceivedRequest {

    private static final int KEPT = 4 * 1024 * 1024;

    private final List<String> head;
    private final int connection;
    private final ByteArrayOutputStream body = new ByteArrayOutputStream();
    private final MessageDigest digest = sha256();
    private final CountDownLatch bodyEnd = new CountDownLatch(1);
    private final CountDownLatch peerClosed = new CountDownLatch(1);
    private long bodyLength;

    ReceivedRequest(List<String> head, int connection) {
        this.head = List.copyOf(head);
        this.connection = connection;
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    synchronized void add(byte[] bytes, int length) {
        bodyLength += length;
        digest.update(bytes, 0, length);
        if (body.size() < KEPT) {
            body.write(bytes, 0, Math.min(length, KEPT - body.size()));
        }
    }

    void bodyEnded() {
        bodyEnd.countDown();
    }

    void peerHasClosed() {
        peerClosed.countDown();
    }

    /** The request line, as it came. */
    public String requestLine() {
        return head.getFirst();
    }

    public String method() {
        return requestLine().split(" ", -1)[0];
    }

    /** Path and query as they came. */
    public String target() {
        return requestLine().split(" ", -1)[1];
    }

    /** The header lines, {@code Name: value}, as they came and in their order. */
    public List<String> headerLines() {
        return head.subList(1, head.size());
    }

    /** The first value of a header; null when absent. */
    public @Nullable String header(String name) {
        List<String> values = headers(name);
        return values.isEmpty() ? null : values.getFirst();
    }

    /** Every value of a header, in order. */
    public List<String> headers(String name) {
        return HttpWire.values(headerLines(), name);
    }

    /** Which connection it came on, counted from one. */
    public int connection() {
        return connection;
    }

    public synchronized byte[] body() {
        return body.toByteArray();
    }

    public synchronized String bodyText() {
        return body.toString(StandardCharsets.UTF_8);
    }

    public synchronized long bodyLength() {
        return bodyLength;
    }

    /** SHA-256 of the whole body in hexadecimal; ask once, after its end. */
    public synchronized String bodySha256() {
        return HexFormat.of().formatHex(digest.digest());
    }

    /** Waits for the body's end; false when the time ran out. */
    public boolean awaitBody(long seconds) throws InterruptedException {
        return bodyEnd.await(seconds, TimeUnit.SECONDS);
    }

    /** Waits until the gateway closed the connection under this request; false when the time ran out. */
    public boolean awaitPeerClosed(long seconds) throws InterruptedException {
        return peerClosed.await(seconds, TimeUnit.SECONDS);
    }

    @Override
    public String toString() {
        return requestLine();
    }
}
