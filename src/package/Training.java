import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Trains the two AOT caches: one on a start of the packaged program on a scratch SQLite file that forwards plain and
 * streamed calls to a provider on loopback and reads the traces back, one on a command that starts no server; the JVM
 * writes a cache as it ends. They are two because the JVM loads all of a cache at once, and a command needs little.
 *
 * <p>Arguments: the home of the JDK, the folder of the packaged program. Beside the caches it leaves a copy of that
 * JDK's release file, by which the launcher knows the one JDK build they are for. What fails is said in one line, and
 * the exit code is 0 all the same: the program works without a cache, only slower.
 */
final class Training {

    private static final long START_NANOS = TimeUnit.SECONDS.toNanos(90);

    private final Path javaHome;
    private final Path app;

    private Training(Path javaHome, Path app) {
        this.javaHome = javaHome;
        this.app = app;
    }

    public static void main(String[] args) throws Exception {
        Training training = new Training(Path.of(args[0]), Path.of(args[1]));
        Path scratch = Files.createTempDirectory("ongoingai-training");
        try {
            training.run(scratch);
        } finally {
            deleteTree(scratch);
        }
    }

    private void run(Path scratch) throws Exception {
        Path config = scratch.resolve("ongoingai.yaml");
        try (ServerSocket provider = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            Thread.ofVirtual().start(() -> answerAll(provider));
            int port = freePort();
            Files.writeString(config, configuration(port, provider.getLocalPort(), scratch));
            note("serve.aot", trainServer(config, port));
        }
        note("command.aot", trainCommand(config));
        Files.copy(javaHome.resolve("release"), app.resolve("trained-on"), StandardCopyOption.REPLACE_EXISTING);
    }

    private void note(String cache, String reason) {
        if (!reason.isEmpty()) {
            System.err.println("note: training " + cache + " failed, the program starts slower without: " + reason);
        }
    }

    /** Empty when the cache was written, else what went wrong in one line. */
    private String trainServer(Path config, int port) throws Exception {
        Path log = config.resolveSibling("serve.log");
        Process gateway = start("serve.aot", log, List.of("serve", "--config", config.toString()));
        String reason;
        try {
            reason = ready(gateway, port) ? exercise(port) : "the program was not ready: " + firstLine(log);
        } catch (IOException e) {
            reason = e.toString();
        }
        gateway.destroy();
        return reason.isEmpty() ? written("serve.aot", gateway, log) : reason;
    }

    /** The command that most pipelines run; it reads the configuration and the database's history, as most others do. */
    private String trainCommand(Path config) throws Exception {
        Path log = config.resolveSibling("command.log");
        Process command = start("command.aot", log, List.of("migrate", "up", "--config", config.toString()));
        return written("command.aot", command, log);
    }

    /** Waits for the end, which includes writing the cache. */
    private String written(String cache, Process process, Path log) throws Exception {
        if (!process.waitFor(120, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            return "it did not end within two minutes";
        }
        return Files.exists(app.resolve(cache)) ? "" : "the JVM wrote none: " + firstLine(log);
    }

    private static String exercise(int port) throws IOException {
        String chat =
                "{\"model\":\"gpt-4o-mini\",\"stream\":%s,\"messages\":[{\"role\":\"user\",\"content\":\"Hello\"}]}";
        for (int round = 0; round < 3; round++) {
            for (String stream : List.of("false", "true")) {
                int status = call(port, "/openai/v1/chat/completions", chat.formatted(stream));
                if (status != HttpURLConnection.HTTP_OK) {
                    return "a call through the gateway was answered with " + status;
                }
            }
        }
        int status = call(port, "/api/traces?limit=2", "");
        return status == HttpURLConnection.HTTP_OK ? "" : "the list of traces was answered with " + status;
    }

    private Process start(String cache, Path log, List<String> arguments) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(javaHome.resolve("bin").resolve("java").toString());
        command.add("@" + app.resolve("jvm.options"));
        command.add("-Dorg.sqlite.lib.path=" + app.resolve("native"));
        command.add("-XX:AOTCacheOutput=" + app.resolve(cache));
        // The launcher says these with a cache: a JDK that has them no more shall have none.
        command.addAll(List.of("-XX:+UnlockDiagnosticVMOptions", "-XX:ArchiveRelocationMode=0"));
        command.add("-jar");
        command.add(app.resolve("ongoingai.jar").toString());
        command.addAll(arguments);
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
        builder.directory(log.getParent().toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("ONGOINGAI_") || name.startsWith("OTEL_"));
        builder.environment().remove("JAVA_TOOL_OPTIONS");
        builder.environment().remove("JDK_JAVA_OPTIONS");
        return builder.start();
    }

    private static String configuration(int port, int providerPort, Path scratch) {
        return """
                server:
                  host: 127.0.0.1
                  port: %d
                storage:
                  driver: sqlite
                  path: %s
                providers:
                  openai:
                    upstream: http://127.0.0.1:%d
                  anthropic:
                    upstream: http://127.0.0.1:%d
                """.formatted(port, scratch.resolve("training.db"), providerPort, providerPort);
    }

    private static boolean ready(Process gateway, int port) throws InterruptedException {
        long deadline = System.nanoTime() + START_NANOS;
        while (gateway.isAlive() && System.nanoTime() < deadline) {
            try {
                if (call(port, "/readyz", "") == 200) {
                    return true;
                }
            } catch (IOException e) {
                // Nothing listens yet.
            }
            Thread.sleep(50);
        }
        return false;
    }

    private static int call(int port, String path, String body) throws IOException {
        HttpURLConnection connection = (HttpURLConnection)
                URI.create("http://127.0.0.1:" + port + path).toURL().openConnection();
        connection.setConnectTimeout(1_000);
        connection.setReadTimeout(20_000);
        if (!body.isEmpty()) {
            connection.setRequestMethod("POST");
            connection.setDoOutput(true);
            connection.setRequestProperty("Content-Type", "application/json");
            connection.setRequestProperty("Authorization", "Bearer training");
            connection.getOutputStream().write(body.getBytes(StandardCharsets.UTF_8));
        }
        int status = connection.getResponseCode();
        try (InputStream answer = status < 400 ? connection.getInputStream() : connection.getErrorStream()) {
            if (answer != null) {
                answer.readAllBytes();
            }
        }
        return status;
    }

    private static void answerAll(ServerSocket provider) {
        while (!provider.isClosed()) {
            try {
                Socket socket = provider.accept();
                Thread.ofVirtual().start(() -> answer(socket));
            } catch (IOException e) {
                return;
            }
        }
    }

    /** One answer a connection: plain JSON, or events when the request asks for a stream. */
    private static void answer(Socket socket) {
        try (socket) {
            InputStream in = socket.getInputStream();
            StringBuilder seen = new StringBuilder();
            byte[] buffer = new byte[8192];
            while (seen.indexOf("\"messages\"") < 0) {
                int n = in.read(buffer);
                if (n < 0) {
                    return;
                }
                seen.append(new String(buffer, 0, n, StandardCharsets.ISO_8859_1));
            }
            boolean stream = seen.indexOf("\"stream\":true") >= 0;
            OutputStream out = socket.getOutputStream();
            out.write((stream ? events() : json()).getBytes(StandardCharsets.UTF_8));
            out.flush();
        } catch (IOException e) {
            System.err.println("training provider: " + e);
        }
    }

    private static String json() {
        String body = "{\"id\":\"chatcmpl-1\",\"object\":\"chat.completion\",\"model\":\"gpt-4o-mini-2024-07-18\","
                + "\"choices\":[{\"index\":0,\"message\":{\"role\":\"assistant\",\"content\":\"Hello!\"},"
                + "\"finish_reason\":\"stop\"}],\"usage\":" + usage() + "}";
        return "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nConnection: close\r\nContent-Length: "
                + body.length() + "\r\n\r\n" + body;
    }

    private static String events() {
        String head =
                "data: {\"id\":\"chatcmpl-1\",\"object\":\"chat.completion.chunk\",\"model\":\"gpt-4o-mini-2024-07-18\",";
        return "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nConnection: close\r\n\r\n"
                + head + "\"choices\":[{\"index\":0,\"delta\":{\"content\":\"Hello!\"},\"finish_reason\":null}]}\n\n"
                + head + "\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}]}\n\n"
                + head + "\"choices\":[],\"usage\":" + usage() + "}\n\ndata: [DONE]\n\n";
    }

    private static String usage() {
        return "{\"prompt_tokens\":9,\"completion_tokens\":2,\"total_tokens\":11,"
                + "\"prompt_tokens_details\":{\"cached_tokens\":0}}";
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    /** The program says why it ends in one line; what follows is the JVM's. */
    private static String firstLine(Path log) throws IOException {
        List<String> lines = Files.readAllLines(log, StandardCharsets.ISO_8859_1);
        return lines.isEmpty() ? "it printed nothing" : lines.getFirst();
    }

    private static void deleteTree(Path folder) throws IOException {
        try (Stream<Path> paths = Files.walk(folder)) {
            for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }
}
