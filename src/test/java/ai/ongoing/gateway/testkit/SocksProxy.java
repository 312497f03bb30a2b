package ai.ongoing.gateway.testkit;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * A SOCKS 5 proxy (RFC 1928) on loopback that connects to one port whatever it is asked for, to whoever brings the right
 * name and password (RFC 1929), and notes what it was asked. Thread-safe.
 */
public final class SocksProxy implements AutoCloseable {

    private static final int VERSION = 5;
    private static final int NO_PASSWORD = 0;
    private static final int PASSWORD = 2;
    private static final int BY_NAME = 3;

    private final ServerSocket server;
    private final int target;
    private final String credentials;
    private final List<String> asked = new CopyOnWriteArrayList<>();
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();

    private SocksProxy(ServerSocket server, int target, String credentials) {
        this.server = server;
        this.target = target;
        this.credentials = credentials;
    }

    /**
     * Starts on a free loopback port.
     *
     * @param credentials {@code name:password} that opens it; empty to open to all
     */
    public static SocksProxy to(int target, String credentials) throws IOException {
        ServerSocket socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        SocksProxy proxy = new SocksProxy(socket, target, credentials);
        Thread.ofVirtual().name("socks-proxy").start(proxy::accept);
        return proxy;
    }

    public int port() {
        return server.getLocalPort();
    }

    /** Name and port of every connection asked for, as the client said them; an address where it was no name. */
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
            DataInputStream in = new DataInputStream(client.getInputStream());
            OutputStream out = client.getOutputStream();
            if (!admitted(in, out)) {
                return;
            }
            in.skipNBytes(3); // version, the command to connect, a reserved byte
            asked.add(destination(in) + ":" + in.readUnsignedShort());
            try (Socket provider = new Socket(InetAddress.getLoopbackAddress(), target)) {
                open.add(provider);
                out.write(new byte[] {VERSION, 0, 0, 1, 127, 0, 0, 1, 0, 0});
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

    private boolean admitted(DataInputStream in, OutputStream out) throws IOException {
        in.skipNBytes(1);
        in.skipNBytes(in.readUnsignedByte());
        if (credentials.isEmpty()) {
            out.write(new byte[] {VERSION, NO_PASSWORD});
            return true;
        }
        out.write(new byte[] {VERSION, PASSWORD});
        in.skipNBytes(1);
        boolean right = (text(in) + ":" + text(in)).equals(credentials);
        out.write(new byte[] {1, (byte) (right ? 0 : 1)});
        return right;
    }

    private static String destination(DataInputStream in) throws IOException {
        int kind = in.readUnsignedByte();
        return kind == BY_NAME
                ? text(in)
                : InetAddress.getByAddress(in.readNBytes(kind == 1 ? 4 : 16)).getHostAddress();
    }

    private static String text(DataInputStream in) throws IOException {
        return new String(in.readNBytes(in.readUnsignedByte()), StandardCharsets.UTF_8);
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
