package ai.ongoing.gateway.testkit;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ThreadLocalRandom;

/**
 * As much of a pooler in transaction mode as a test needs, for machines without one: it lets everybody in, holds a few
 * real connections as superuser, and lends one of them to a client from the first message of a transaction to its end
 * (PostgreSQL 18, "Frontend/Backend Protocol"). COPY does not pass.
 */
public final class SwitchingPooler implements AutoCloseable {

    private final ServerSocket entrance;
    private final BlockingQueue<Line> idle;
    private final List<Line> lines = new CopyOnWriteArrayList<>();

    private SwitchingPooler(ServerSocket entrance, int connections) {
        this.entrance = entrance;
        this.idle = new ArrayBlockingQueue<>(connections);
    }

    /**
     * Starts a pooler before a server that lets {@code postgres} in without a password.
     *
     * @param connections how many real connections all clients share, in turn
     */
    public static SwitchingPooler start(PostgresDatabase database, int connections) throws IOException {
        SwitchingPooler pooler =
                new SwitchingPooler(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()), connections);
        for (int i = 0; i < connections; i++) {
            Line line = new Line(new Socket(database.host(), database.port()));
            line.logIn(database.name());
            pooler.lines.add(line);
            pooler.idle.add(line);
        }
        Thread.ofVirtual().start(pooler::accept);
        return pooler;
    }

    public int port() {
        return entrance.getLocalPort();
    }

    private void accept() {
        while (!entrance.isClosed()) {
            try {
                Line client = new Line(entrance.accept());
                lines.add(client);
                Thread.ofVirtual().start(() -> serve(client));
            } catch (IOException e) {
                // closed
            }
        }
    }

    private void serve(Line client) {
        try (client) {
            client.letIn();
            while (true) {
                Message message = client.read();
                if (message.type() == 'X') {
                    return;
                }
                lend(client, message);
            }
        } catch (IOException e) {
            // the client has gone
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Until the server says that it is in no transaction. */
    private void lend(Line client, Message first) throws IOException, InterruptedException {
        Line server = idle.take();
        try {
            Message asked = first;
            while (true) {
                server.write(asked);
                if (asked.type() == 'S' || asked.type() == 'Q') {
                    server.flush();
                    Message answer = server.read();
                    while (answer.type() != 'Z') {
                        client.write(answer);
                        answer = server.read();
                    }
                    client.write(answer);
                    client.flush();
                    if (answer.body().equals("I")) {
                        return;
                    }
                }
                asked = client.read();
            }
        } finally {
            idle.add(server);
        }
    }

    @Override
    public void close() throws IOException {
        entrance.close();
        for (Line line : lines) {
            line.close();
        }
    }

    /** One message of the protocol, without its length; each character of the body is a byte. */
    private record Message(int type, String body) {

        Message(int type, byte[] body) {
            this(type, new String(body, StandardCharsets.ISO_8859_1));
        }

        byte[] bytes() {
            return body.getBytes(StandardCharsets.ISO_8859_1);
        }
    }

    /** A connection that speaks the protocol. */
    private static final class Line implements AutoCloseable {

        private final Socket socket;
        private final DataInputStream in;
        private final DataOutputStream out;

        Line(Socket socket) throws IOException {
            this.socket = socket;
            socket.setTcpNoDelay(true);
            this.in = new DataInputStream(new java.io.BufferedInputStream(socket.getInputStream()));
            this.out = new DataOutputStream(new java.io.BufferedOutputStream(socket.getOutputStream()));
        }

        Message read() throws IOException {
            int type = in.readUnsignedByte();
            return new Message(type, in.readNBytes(in.readInt() - 4));
        }

        void write(Message message) throws IOException {
            out.writeByte(message.type());
            out.writeInt(message.body().length() + 4);
            out.write(message.bytes());
        }

        void flush() throws IOException {
            out.flush();
        }

        /** As superuser, and past the greeting. */
        void logIn(String database) throws IOException {
            byte[] parameters = text("user\0postgres\0database\0" + database + "\0client_encoding\0UTF8\0");
            out.writeInt(parameters.length + 8);
            out.writeInt(3 << 16);
            out.write(parameters);
            flush();
            Message answer = read();
            while (answer.type() != 'Z') {
                if (answer.type() == 'E') {
                    throw new IOException(answer.body());
                }
                answer = read();
            }
        }

        /** Whoever it is, with a process of the pooler's own invention, as poolers do. */
        void letIn() throws IOException {
            in.skipNBytes(in.readInt() - 4L);
            write(new Message('R', new byte[4]));
            for (String parameter : List.of(
                    "server_version\0" + "18.0",
                    "client_encoding\0UTF8",
                    "server_encoding\0UTF8",
                    "DateStyle\0ISO, MDY",
                    "TimeZone\0UTC",
                    "integer_datetimes\0on",
                    "standard_conforming_strings\0on")) {
                write(new Message('S', text(parameter)));
            }
            ByteArrayOutputStream key = new ByteArrayOutputStream();
            DataOutputStream data = new DataOutputStream(key);
            data.writeInt(ThreadLocalRandom.current().nextInt(Integer.MIN_VALUE, 0));
            data.writeInt(0);
            write(new Message('K', key.toByteArray()));
            write(new Message('Z', new byte[] {'I'}));
            flush();
        }

        private static byte[] text(String text) {
            return (text + "\0").getBytes(StandardCharsets.UTF_8);
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }
}
