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
 * Trains the AOT cache: starts the packaged program on a scratch SQLite file, lets it forward a plain and a streamed
 * call to a provider on loopback, reads the traces back, and stops it; the JVM writes the cache on its way out.
 *
 * <p>Arguments: the home of the JDK, the folder of the packaged program. Beside the cache it leaves a copy of that JDK's
 * release file, by which the launcher knows the one JDK build the cache is for. When the start does not work out, the
 * cache is trained on {@code version} alone; when that fails too there is none. One line says so, and the exit code is
 * 0 all the same: the program works without, only slower.
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
        String reason;
        try {
            reason = trainOnACall(scratch);
        } catch (IOException e) {
            reason = e.toString();
        }
        if (!reason.isEmpty()) {
            System.err.println("note: the full training of the AOT cache failed (" + reason + "), trained on less");
            finished(start(scratch.resolve("version.log"), List.of("version")));
        }
        if (Files.exists(cache())) {
            Files.copy(javaHome.resolve("release"), app.resolve("trained-on"), StandardCopyOption.REPLACE_EXISTING);
        } else {
            System.err.println("note: no AOT cache could be made; the program works without, and starts slower");
        }
    }

    /** Empty when the cache was written, else what went wrong in one line. */
    private String trainOnACall(Path scratch) throws Exception {
        try (ServerSocket provider = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            Thread.ofVirtual().start(() -> answerAll(provider));
            int port = freePort();
            Path config = scratch.resolve("ongoingai.yaml");
            Files.writeString(config, configuration(port, provider.getLocalPort(), scratch));
            Path log = scratch.resolve("serve.log");
            Process gateway = start(log, List.of("serve", "--config", config.toString()));
            try {
                if (!ready(gateway, port)) {
                    return "the program was not ready: " + firstLine(log);
                }
                exercise(port);
            } finally {
                gateway.destroy();
                if (!finished(gateway)) {
                    gateway.destroyForcibly();
                }
            }
            return Files.exists(cache()) ? "" : "the JVM wrote no cache: " + firstLine(log);
        }
    }

    private static void exercise(int port) throws IOException {
        String chat =
                "{\"model\":\"gpt-4o-mini\",\"stream\":%s,\"messages\":[{\"role\":\"user\",\"content\":\"Hello\"}]}";
        for (int round = 0; round < 3; round++) {
            call(port, "/openai/v1/chat/completions", chat.formatted("false"));
            call(port, "/openai/v1/chat/completions", chat.formatted("true"));
        }
        call(port, "/api/health", "");
        call(port, "/api/traces?limit=2", "");
    }

    private Process start(Path log, List<String> arguments) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(javaHome.resolve("bin").resolve("java").toString());
        command.add("@" + app.resolve("jvm.options"));
        command.add("-XX:AOTCacheOutput=" + cache());
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

    private Path cache() {
        return app.resolve("app.aot");
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

    /** Waits for the end, which includes writing the cache. */
    private static boolean finished(Process process) throws InterruptedException {
        return process.waitFor(120, TimeUnit.SECONDS);
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
