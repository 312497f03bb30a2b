package ai.ongoing.gateway.migration.sql;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

/**
 * As much of a PostgreSQL server as psql needs to send a file: lets it in, answers every query with success and keeps
 * its text. So psql's own scanner says where statements end (PostgreSQL 18, "Frontend/Backend Protocol").
 */
final class PsqlServer implements AutoCloseable {

    private static final String MARK = "SELECT 'the end of a script'";

    private final ServerSocket entrance;
    private final List<String> queries = new CopyOnWriteArrayList<>();

    private PsqlServer(ServerSocket entrance) {
        this.entrance = entrance;
    }

    static PsqlServer start() throws IOException {
        PsqlServer server = new PsqlServer(new ServerSocket(0, 5, InetAddress.getLoopbackAddress()));
        Thread.ofVirtual().start(server::serve);
        return server;
    }

    /** Whether this machine has psql. */
    static boolean installed() {
        try {
            return new ProcessBuilder("psql", "--version").start().waitFor() == 0;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The statements psql sends for each of these scripts; one psql reads them all, because its start is slow. */
    List<List<String>> statements(Path folder, List<String> scripts) throws Exception {
        queries.clear();
        Path mark = Files.writeString(folder.resolve("mark.sql"), MARK + ";");
        Path printed = folder.resolve("psql.txt");
        ProcessBuilder psql =
                new ProcessBuilder("psql", "-X", "-q", "-h", "127.0.0.1", "-p", "" + entrance.getLocalPort());
        psql.command().addAll(List.of("-U", "u", "-d", "d"));
        for (String script : scripts) {
            Path file = Files.writeString(Files.createTempFile(folder, "script", ".sql"), script);
            psql.command().addAll(List.of("-f", file.toString(), "-f", mark.toString()));
        }
        psql.environment().putAll(Map.of("PGSSLMODE", "disable", "PGGSSENCMODE", "disable"));
        Process process =
                psql.redirectErrorStream(true).redirectOutput(printed.toFile()).start();
        if (!process.waitFor(60, TimeUnit.SECONDS) || process.exitValue() != 0) {
            process.destroyForcibly();
            throw new IllegalStateException("psql failed: " + Files.readString(printed));
        }
        return divided();
    }

    private List<List<String>> divided() {
        List<List<String>> scripts = new ArrayList<>();
        List<String> script = new ArrayList<>();
        for (String query : queries) {
            if (query.startsWith(MARK)) {
                scripts.add(script);
                script = new ArrayList<>();
            } else {
                script.add(query);
            }
        }
        return scripts;
    }

    private void serve() {
        while (!entrance.isClosed()) {
            try (Socket client = entrance.accept()) {
                client.setTcpNoDelay(true); // two small answers to each query would wait for an acknowledgement
                talk(new DataInputStream(client.getInputStream()), new DataOutputStream(client.getOutputStream()));
            } catch (IOException e) {
                // psql has gone, or this server is closed
            }
        }
    }

    private void talk(DataInputStream in, DataOutputStream out) throws IOException {
        in.skipNBytes(in.readInt() - 4L);
        send(out, 'R', new byte[4]);
        for (String parameter : List.of(
                "server_version\0" + "18.0",
                "client_encoding\0UTF8",
                "server_encoding\0UTF8",
                "standard_conforming_strings\0on")) {
            send(out, 'S', text(parameter));
        }
        send(out, 'Z', new byte[] {'I'});
        for (int type = in.read(); type == 'Q'; type = in.read()) {
            byte[] query = in.readNBytes(in.readInt() - 4);
            queries.add(new String(query, 0, query.length - 1, StandardCharsets.UTF_8));
            send(out, 'C', text("SET"));
            send(out, 'Z', new byte[] {'I'});
        }
    }

    private static void send(DataOutputStream out, char type, byte[] body) throws IOException {
        ByteArrayOutputStream message = new ByteArrayOutputStream();
        DataOutputStream data = new DataOutputStream(message);
        data.writeByte(type);
        data.writeInt(body.length + 4);
        data.write(body);
        out.write(message.toByteArray());
    }

    private static byte[] text(String text) {
        return (text + "\0").getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public void close() throws IOException {
        entrance.close();
    }
}
