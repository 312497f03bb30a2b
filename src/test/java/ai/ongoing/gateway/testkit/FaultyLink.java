package ai.ongoing.gateway.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A network between a client and a real server that breaks on command: it stalls, resets every connection, or cuts the
 * one that says certain words, before they arrive or before their answer comes back. Bytes pass as they are, so it
 * carries HTTP and PostgreSQL's protocol alike, both without TLS. Closing it resets what is open. Thread-safe.
 */
public final class FaultyLink implements AutoCloseable {

    private final ServerSocket entrance;
    private final String host;
    private final int target;
    private final List<Carriage> carriages = new CopyOnWriteArrayList<>();
    private final AtomicInteger connections = new AtomicInteger();
    private final AtomicLong answered = new AtomicLong();
    private volatile Cut cut = Cut.NEVER;
    private volatile CountDownLatch gate = new CountDownLatch(0);
    private volatile boolean refusing;

    /** A cut that waits for its words to be said for a certain time. */
    private record Cut(String words, boolean arriving, AtomicInteger before, CountDownLatch done) {

        static final Cut NEVER = new Cut("", false, 0, 0);

        Cut(String words, boolean arriving, int before, int open) {
            this(words, arriving, new AtomicInteger(before), new CountDownLatch(open));
        }

        boolean said(String tail) {
            return done.getCount() > 0 && tail.contains(words);
        }

        boolean itsTurn() {
            return before.getAndDecrement() == 0;
        }
    }

    private FaultyLink(ServerSocket entrance, String host, int target) {
        this.entrance = entrance;
        this.host = host;
        this.target = target;
    }

    /** A link to a server, on a free port of loopback. */
    public static FaultyLink to(String host, int target) {
        return at(0, host, target);
    }

    /** A link on a port that is given, for servers that appear late. */
    public static FaultyLink at(int port, String host, int target) {
        try {
            FaultyLink link =
                    new FaultyLink(new ServerSocket(port, 50, InetAddress.getLoopbackAddress()), host, target);
            Thread.ofVirtual().start(link::accept);
            return link;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public int port() {
        return entrance.getLocalPort();
    }

    /** How many connections were ever let through. */
    public int connections() {
        return connections.get();
    }

    /** How many bytes the server ever sent through it. */
    public long answered() {
        return answered.get();
    }

    /** Holds back every byte of both directions until {@link #resume}; connections stay open. */
    public synchronized void stall() {
        if (gate.getCount() == 0) {
            gate = new CountDownLatch(1);
        }
    }

    /** Lets pass what was held back. */
    public synchronized void resume() {
        gate.countDown();
    }

    /** Resets every open connection; new ones are let through. */
    public void reset() {
        carriages.forEach(Carriage::reset);
    }

    /** Resets every open connection, and new ones at once, until {@link #repair}. */
    public void breakDown() {
        refusing = true;
        reset();
    }

    public void repair() {
        refusing = false;
    }

    /**
     * Resets a connection whose client says these words; the server never hears them.
     *
     * @param letThrough how often they may be said before
     */
    public void cutBefore(String words, int letThrough) {
        cut = new Cut(words, false, letThrough, 1);
    }

    /**
     * Lets these words arrive, waits until the server answers, swallows the answer and resets the connection.
     *
     * @param letThrough how often they may be said and answered before
     */
    public void cutAfter(String words, int letThrough) {
        cut = new Cut(words, true, letThrough, 1);
    }

    /** Whether the cut has happened. */
    public boolean hasCut() {
        return !cut.words().isEmpty() && cut.done().getCount() == 0;
    }

    private void accept() {
        while (!entrance.isClosed()) {
            try {
                Socket client = entrance.accept();
                if (refusing) {
                    reset(client);
                    continue;
                }
                carry(client);
            } catch (IOException e) {
                // closed, or the server does not listen; the loop's condition tells which
            }
        }
    }

    private void carry(Socket client) throws IOException {
        try {
            Carriage carriage = new Carriage(client, new Socket(host, target));
            carriages.add(carriage);
            connections.incrementAndGet();
            Thread.ofVirtual().start(carriage::upwards);
            Thread.ofVirtual().start(carriage::downwards);
        } catch (IOException e) {
            reset(client);
            throw e;
        }
    }

    /** With a reset instead of a farewell: what a pulled cable or a killed machine in between looks like. */
    private static void reset(Socket socket) {
        try (socket) {
            if (!socket.isClosed()) {
                socket.setSoLinger(true, 0);
            }
        } catch (IOException e) {
            // the other side was faster
        }
    }

    @Override
    public void close() throws IOException {
        entrance.close();
        resume();
        reset();
    }

    /** One connection and its counterpart. */
    private final class Carriage {

        private final Socket client;
        private final Socket server;
        private volatile Cut answering = Cut.NEVER;
        private String said = "";

        Carriage(Socket client, Socket server) {
            this.client = client;
            this.server = server;
        }

        void upwards() {
            pump(client, server, this::arrives);
        }

        void downwards() {
            pump(server, client, bytes -> {
                answered.addAndGet(bytes.length());
                boolean swallow = answering.done().getCount() > 0;
                if (swallow) {
                    cutNow(answering);
                }
                return !swallow;
            });
        }

        /** Words may be torn apart by the network, so the end of what was said before is looked at too. */
        private boolean arrives(String bytes) {
            Cut waiting = cut;
            String tail = said + bytes;
            said = tail.substring(Math.max(0, tail.length() - 256));
            if (!waiting.said(tail)) {
                return true;
            }
            said = "";
            if (!waiting.itsTurn()) {
                return true;
            }
            if (waiting.arriving()) {
                answering = waiting;
                return true;
            }
            cutNow(waiting);
            return false;
        }

        private void cutNow(Cut now) {
            now.done().countDown();
            reset();
        }

        private void pump(Socket from, Socket to, Passing passing) {
            byte[] buffer = new byte[8192];
            try {
                for (int length = from.getInputStream().read(buffer);
                        length >= 0;
                        length = from.getInputStream().read(buffer)) {
                    gate.await();
                    if (!passing.mayPass(new String(buffer, 0, length, StandardCharsets.ISO_8859_1))) {
                        return;
                    }
                    to.getOutputStream().write(buffer, 0, length);
                }
                gate.await();
                to.shutdownOutput();
            } catch (IOException e) {
                reset();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        void reset() {
            FaultyLink.reset(client);
            FaultyLink.reset(server);
            carriages.remove(this);
        }
    }

    /** Decides over a piece of what passes. */
    private interface Passing {
        boolean mayPass(String bytes);
    }
}
