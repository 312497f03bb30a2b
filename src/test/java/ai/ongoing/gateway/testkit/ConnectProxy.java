package ai.ongoing.gateway.testkit;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.SSLContext;

/**
 * A forward proxy on loopback that opens tunnels to one port whatever name it is asked for, to whoever brings the right
 * credentials, and notes what it was asked. Thread-safe.
 */
public final class ConnectProxy implements AutoCloseable {

    private final ServerSocket server;
    private final int target;
    private final String credentials;
    private final List<String> asked = new CopyOnWriteArrayList<>();
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();

    private ConnectProxy(ServerSocket server, int target, String credentials) {
        this.server = server;
        this.target = target;
        this.credentials = credentials;
    }

    /**
     * Starts on a free loopback port.
     *
     * @param credentials value of {@code Proxy-Authorization} that opens a tunnel; empty to open to all
     */
    public static ConnectProxy to(int target, String credentials) throws IOException {
        return on(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()), target, credentials);
    }

    /** As {@link #to}, itself spoken to by TLS. */
    public static ConnectProxy overTls(SSLContext context, int target, String credentials) throws IOException {
        ServerSocket socket =
                context.getServerSocketFactory().createServerSocket(0, 50, InetAddress.getLoopbackAddress());
        return on(socket, target, credentials);
    }

    private static ConnectProxy on(ServerSocket socket, int target, String credentials) {
        ConnectProxy proxy = new ConnectProxy(socket, target, credentials);
        Thread.ofVirtual().name("connect-proxy").start(proxy::accept);
        return proxy;
    }

    public int port() {
        return server.getLocalPort();
    }

    /** The request lines so far. */
    public List<String> asked() {
        return List.copyOf(asked);
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket socket = server.accept();
                open.add(socket);
                Thread.ofVirtual().start(() -> serve(socket));
            } catch (IOException closed) {
                return;
            }
        }
    }

    private void serve(Socket client) {
        try (client) {
            InputStream in = new BufferedInputStream(client.getInputStream());
            List<String> head = HttpWire.readHead(in);
            if (head == null) {
                return;
            }
            asked.add(head.getFirst());
            OutputStream out = client.getOutputStream();
            if (!credentials.isEmpty()
                    && !HttpWire.values(head.subList(1, head.size()), "Proxy-Authorization")
                            .contains(credentials)) {
                out.write("HTTP/1.1 407 Proxy Authentication Required\r\nContent-Length: 0\r\n\r\n"
                        .getBytes(StandardCharsets.US_ASCII));
                return;
            }
            try (Socket provider = new Socket(InetAddress.getLoopbackAddress(), target)) {
                open.add(provider);
                out.write("HTTP/1.1 200 Connection established\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
                Thread back = Thread.ofVirtual().start(() -> pump(provider, client));
                in.transferTo(provider.getOutputStream());
                provider.shutdownOutput();
                back.join();
            }
        } catch (IOException | InterruptedException gone) {
            // One of both ends has gone; the other is closed by leaving.
        } finally {
            open.remove(client);
        }
    }

    private static void pump(Socket from, Socket to) {
        try {
            from.getInputStream().transferTo(to.getOutputStream());
            to.shutdownOutput();
        } catch (IOException gone) {
            // As above.
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
        for (Socket socket : open) {
            socket.close();
        }
    }
}
