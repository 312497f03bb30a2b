package ai.ongoing.gateway.storage;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/**
 * As much of a PostgreSQL server as a log-in needs: lets everybody in, names its version, and answers every statement
 * with nothing (PostgreSQL 18, "Frontend/Backend Protocol"). Binaries of versions out of support are not to be had.
 */
final class OldServer implements AutoCloseable {

    private final ServerSocket entrance;
    private final String version;

    private OldServer(ServerSocket entrance, String version) {
        this.entrance = entrance;
        this.version = version;
    }

    static OldServer start(String version) throws IOException {
        OldServer server = new OldServer(new ServerSocket(0, 5, InetAddress.getLoopbackAddress()), version);
        Thread.ofVirtual().start(server::serve);
        return server;
    }

    int port() {
        return entrance.getLocalPort();
    }

    private void serve() {
        while (!entrance.isClosed()) {
            try (Socket client = entrance.accept()) {
                talk(new DataInputStream(client.getInputStream()), new DataOutputStream(client.getOutputStream()));
            } catch (IOException e) {
                // the client has heard enough, or this server is closed
            }
        }
    }

    private void talk(DataInputStream in, DataOutputStream out) throws IOException {
        in.skipNBytes(in.readInt() - 4L);
        send(out, 'R', new byte[4]);
        parameter(out, "server_version", version);
        parameter(out, "client_encoding", "UTF8");
        parameter(out, "server_encoding", "UTF8");
        parameter(out, "DateStyle", "ISO, MDY");
        parameter(out, "TimeZone", "UTC");
        parameter(out, "integer_datetimes", "on");
        parameter(out, "standard_conforming_strings", "on");
        ready(out);
        while (true) {
            int type = in.read();
            if (type < 0) {
                throw new EOFException();
            }
            in.skipNBytes(in.readInt() - 4L);
            switch (type) {
                case 'P' -> send(out, '1', new byte[0]);
                case 'B' -> send(out, '2', new byte[0]);
                case 'D' -> send(out, 'n', new byte[0]);
                case 'E' -> send(out, 'C', text("SET"));
                case 'S' -> ready(out);
                case 'Q' -> {
                    send(out, 'C', text("SET"));
                    ready(out);
                }
                default -> out.flush();
            }
        }
    }

    private static void ready(DataOutputStream out) throws IOException {
        send(out, 'Z', new byte[] {'I'});
        out.flush();
    }

    private static void parameter(DataOutputStream out, String name, String value) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.writeBytes(text(name));
        bytes.writeBytes(text(value));
        send(out, 'S', bytes.toByteArray());
    }

    private static byte[] text(String text) {
        return (text + "\0").getBytes(StandardCharsets.UTF_8);
    }

    private static void send(DataOutputStream out, char type, byte[] body) throws IOException {
        out.writeByte(type);
        out.writeInt(body.length + 4);
        out.write(body);
    }

    @Override
    public void close() throws IOException {
        entrance.close();
    }
}
