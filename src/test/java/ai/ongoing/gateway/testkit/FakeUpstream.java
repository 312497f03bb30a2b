package ai.ongoing.gateway.testkit;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * A provider over real HTTP/1.1 on loopback: raw sockets, so that every byte of a request can be looked at and every
 * kind of bad answer can be given. Answers by method and path where told so, else by its default. Thread-safe.
 */
public final class FakeUpstream implements AutoCloseable {

    private final ServerSocket server;
    private final Map<String, Script> scripts = new ConcurrentHashMap<>();
    private final Deque<ReceivedRequest> received = new ConcurrentLinkedDeque<>();
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final AtomicInteger connections = new AtomicInteger();
    private volatile Script otherwise = Answer.json("404 Not Found", "{\"error\":\"not scripted\"}");
    private volatile @Nullable Script onHead;

    private FakeUpstream(ServerSocket server) {
        this.server = server;
    }

    /** Starts on a free loopback port. */
    public static FakeUpstream start() {
        try {
            FakeUpstream upstream = new FakeUpstream(new ServerSocket(0, 128, InetAddress.getLoopbackAddress()));
            Thread.ofVirtual().name("fake-upstream").start(upstream::accept);
            return upstream;
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Starts on a free loopback port and speaks TLS; its {@link #uri} still says http. */
    public static FakeUpstream startTls(SSLContext context) {
        try {
            ServerSocket socket =
                    context.getServerSocketFactory().createServerSocket(0, 128, InetAddress.getLoopbackAddress());
            FakeUpstream upstream = new FakeUpstream(socket);
            Thread.ofVirtual().name("fake-upstream").start(upstream::accept);
            return upstream;
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Where it listens, without a path. */
    public URI uri() {
        return URI.create("http://127.0.0.1:" + port());
    }

    public int port() {
        return server.getLocalPort();
    }

    /** Answers everything that has no script of its own. */
    public FakeUpstream answer(Script script) {
        otherwise = script;
        return this;
    }

    /** Answers one method and path; the query is not looked at. */
    public FakeUpstream answer(String method, String path, Script script) {
        scripts.put(method + " " + path, script);
        return this;
    }

    /** Runs instead of all other scripts, before the body is read: for answers that do not wait for it; null ends it. */
    public FakeUpstream answerOnHead(@Nullable Script script) {
        onHead = script;
        return this;
    }

    /** Every request so far whose head was read, in order. */
    public List<ReceivedRequest> received() {
        return List.copyOf(received);
    }

    /** The latest request. */
    public ReceivedRequest lastReceived() {
        return received.getLast();
    }

    /** Connections taken so far. */
    public int connections() {
        return connections.get();
    }

    /** Connections open now. */
    public int openConnections() {
        return open.size();
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket socket = server.accept();
                open.add(socket);
                int number = connections.incrementAndGet();
                Thread.ofVirtual().name("fake-upstream-" + number).start(() -> serve(socket, number));
            } catch (IOException closed) {
                return;
            }
        }
    }

    private void serve(Socket socket, int number) {
        ReceivedRequest current = null;
        try (socket) {
            socket.setTcpNoDelay(true);
            InputStream in = new BufferedInputStream(socket.getInputStream());
            List<String> head;
            while (!socket.isClosed() && (head = HttpWire.readHead(in)) != null) {
                current = new ReceivedRequest(head, number);
                received.add(current);
                answer(current, new Wire(socket, in, current), in);
            }
        } catch (IOException | InterruptedException peerGone) {
            // Peers of these tests go away in the middle on purpose.
        } finally {
            open.remove(socket);
            if (current != null) {
                current.peerHasClosed();
            }
        }
    }

    private void answer(ReceivedRequest request, Wire wire, InputStream in) throws IOException, InterruptedException {
        Script early = onHead;
        if (early != null) {
            early.play(request, wire);
            return;
        }
        readBody(in, request);
        String path = request.target().split("\\?", 2)[0];
        scripts.getOrDefault(request.method() + " " + path, otherwise).play(request, wire);
    }

    static void readBody(InputStream in, ReceivedRequest request) throws IOException {
        String length = request.header("Content-Length");
        if (HttpWire.chunked(request.headerLines())) {
            HttpWire.readChunks(in, request::add);
        } else if (length != null) {
            HttpWire.readLength(in, Long.parseLong(length), request::add);
        }
        request.bodyEnded();
    }

    @Override
    public void close() {
        try {
            server.close();
            for (Socket socket : open) {
                socket.close();
            }
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
