package ai.ongoing.gateway.storage;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** Carries bytes to a real server until told to be silent: then connections stay open and nothing comes through. */
final class TcpForwarder implements AutoCloseable {

    private final ServerSocket entrance;
    private final String host;
    private final int target;
    private final List<Socket> sockets = new CopyOnWriteArrayList<>();
    private final AtomicInteger connections = new AtomicInteger();
    private volatile boolean silent;

    private TcpForwarder(ServerSocket entrance, String host, int target) {
        this.entrance = entrance;
        this.host = host;
        this.target = target;
    }

    /** @param port where to listen; 0 for any */
    static TcpForwarder start(int port, String host, int target) throws IOException {
        ServerSocket entrance = new ServerSocket(port, 50, InetAddress.getLoopbackAddress());
        TcpForwarder forwarder = new TcpForwarder(entrance, host, target);
        Thread.ofVirtual().start(forwarder::accept);
        return forwarder;
    }

    int port() {
        return entrance.getLocalPort();
    }

    int connections() {
        return connections.get();
    }

    void silence() {
        silent = true;
    }

    private void accept() {
        while (!entrance.isClosed()) {
            try {
                Socket client = entrance.accept();
                Socket server = new Socket(host, target);
                connections.incrementAndGet();
                sockets.add(client);
                sockets.add(server);
                Thread.ofVirtual().start(() -> carry(client, server));
                Thread.ofVirtual().start(() -> carry(server, client));
            } catch (IOException e) {
                return; // closed
            }
        }
    }

    private void carry(Socket from, Socket to) {
        try {
            InputStream in = from.getInputStream();
            byte[] buffer = new byte[8192];
            for (int length = in.read(buffer); length >= 0; length = in.read(buffer)) {
                if (!silent) {
                    to.getOutputStream().write(buffer, 0, length);
                    to.getOutputStream().flush();
                }
            }
            if (!silent) {
                to.shutdownOutput();
            }
        } catch (IOException e) {
            closeQuietly(to);
        }
    }

    private static void closeQuietly(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @Override
    public void close() throws IOException {
        entrance.close();
        for (Socket socket : sockets) {
            socket.close();
        }
    }
}
