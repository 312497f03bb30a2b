package ai.ongoing.gateway.bench;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.concurrent.TimeUnit;

/**
 * Runs one {@link Phase} against one port: one thread, one selector, keep-alive connections, answers skipped over.
 * A connection that breaks counts as a failure and is opened anew.
 */
final class Load {

    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(30);

    private final Phase phase;
    private final InetSocketAddress address;
    private final byte[] request;
    private final ByteBuffer in = ByteBuffer.allocateDirect(1 << 16);
    private final ArrayDeque<Connection> idle = new ArrayDeque<>();
    private final Latencies latencies = new Latencies();
    private final Latencies gaps = new Latencies();
    private final BodyPrint expected;
    private final boolean stream;
    private int underWay;
    private long scheduled;
    private long failures;

    Load(Phase phase, int port, String path) {
        this(phase, port, path, Bodies.USUAL);
    }

    /** @param bodies what is sent, and what every answer must be */
    Load(Phase phase, int port, String path, Bodies bodies) {
        this.phase = phase;
        this.address = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
        this.stream = path.contains("?stream");
        this.request = request(path, bodies.request(stream));
        this.expected = bodies.print(stream);
    }

    /** Blocks for the phase's length and until every call under way has its answer. */
    LoadResult run() throws IOException {
        try (Selector selector = Selector.open()) {
            for (int i = 0; i < phase.connections(); i++) {
                idle.add(open(selector));
            }
            long begin = System.nanoTime();
            long end = begin + phase.length().toNanos();
            loop(selector, begin, end);
            double seconds = (System.nanoTime() - begin) / 1e9;
            for (SelectionKey key : selector.keys()) {
                key.channel().close();
            }
            return new LoadResult(latencies.count(), failures, seconds, latencies, gaps);
        }
    }

    private void loop(Selector selector, long begin, long end) throws IOException {
        long now = begin;
        while (now < end || (underWay > 0 && now < end + PATIENCE_NANOS)) {
            if (now < end) {
                begin(begin, now);
            }
            if (mustHurry(begin, now, end)) {
                selector.selectNow();
            } else {
                selector.select(1);
            }
            for (SelectionKey key : selector.selectedKeys()) {
                Connection connection = (Connection) key.attachment();
                if (key.isWritable()) {
                    connection.write();
                }
                if (key.isReadable()) {
                    read(selector, connection);
                }
            }
            selector.selectedKeys().clear();
            now = System.nanoTime();
        }
        failures += underWay;
    }

    /** With a rate, the next call is often due before a selector's millisecond is over. */
    private boolean mustHurry(long begin, long now, long end) {
        return phase.rate() > 0 && now < end && due(begin, scheduled) - now < TimeUnit.MILLISECONDS.toNanos(2);
    }

    private long due(long begin, long call) {
        return begin + call * TimeUnit.SECONDS.toNanos(1) / phase.rate();
    }

    private void begin(long begin, long now) throws IOException {
        while (!idle.isEmpty()) {
            long due = now;
            if (phase.rate() > 0) {
                due = due(begin, scheduled);
                if (due > now) {
                    return;
                }
            }
            scheduled++;
            underWay++;
            idle.remove().send(request, due);
        }
    }

    private void read(Selector selector, Connection connection) throws IOException {
        boolean broken = false;
        try {
            in.clear();
            broken = connection.channel.read(in) < 0;
            in.flip();
        } catch (IOException e) {
            // Counted below like a connection that was closed.
            broken = true;
        }
        if (broken) {
            connection.channel.close();
            if (connection.busy) {
                underWay--;
                failures++;
            } else {
                idle.remove(connection);
            }
            idle.add(open(selector));
        } else {
            boolean whole = connection.end.complete(in);
            if (stream) {
                connection.pieceCame(gaps);
            }
            if (whole) {
                finish(connection);
            }
        }
    }

    private void finish(Connection connection) {
        underWay--;
        if (connection.end.status() == 200 && connection.end.print().equals(expected)) {
            latencies.add(System.nanoTime() - connection.due);
        } else {
            failures++;
        }
        connection.end.reset();
        connection.pieces = 0;
        connection.busy = false;
        idle.add(connection);
    }

    private Connection open(Selector selector) throws IOException {
        SocketChannel channel = SocketChannel.open(address);
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        channel.configureBlocking(false);
        SelectionKey key = channel.register(selector, SelectionKey.OP_READ);
        Connection connection = new Connection(channel, key);
        key.attach(connection);
        return connection;
    }

    /** A whole request, as it is on the wire. */
    static byte[] request(String path, byte[] body) {
        byte[] head = ("POST " + path + " HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\n"
                        + "Authorization: Bearer bench-key-000000000000\r\nContent-Length: " + body.length + "\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII);
        return ByteBuffer.allocate(head.length + body.length)
                .put(head)
                .put(body)
                .array();
    }

    /** One keep-alive connection; busy between a request and the end of its answer. */
    private static final class Connection {

        private final SocketChannel channel;
        private final SelectionKey key;
        private final ResponseEnd end = new ResponseEnd();
        private ByteBuffer out = ByteBuffer.allocate(0);
        private boolean busy;
        private long due;
        private long pieces;
        private long pieceAt;

        private Connection(SocketChannel channel, SelectionKey key) {
            this.channel = channel;
            this.key = key;
        }

        private void send(byte[] request, long dueAt) throws IOException {
            busy = true;
            due = dueAt;
            out = ByteBuffer.wrap(request);
            write();
        }

        /** A large request goes out as its reader makes room. */
        private void write() throws IOException {
            channel.write(out);
            key.interestOps(out.hasRemaining() ? SelectionKey.OP_READ | SelectionKey.OP_WRITE : SelectionKey.OP_READ);
        }

        private void pieceCame(Latencies gaps) {
            if (end.bodyBytes() == 0) {
                return;
            }
            long now = System.nanoTime();
            if (pieces++ > 0) {
                gaps.add(now - pieceAt);
            }
            pieceAt = now;
        }
    }
}
