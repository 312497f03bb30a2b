package ai.ongoing.gateway.bench;

import ai.ongoing.gateway.testkit.PostgresDatabase;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * How long the packaged gateway takes from its command to its first yes: on a new SQLite file and on the one it left, on a new
 * PostgreSQL database and on the one it left, with {@code config validate} beside them. Times are the clock's, the launcher's shell and the JVM's start included; whoever
 * looks does so every few milliseconds. CPU and memory are of Linux only.
 */
final class StartTimes {

    private static final long LOOKS_EVERY_MILLIS = 4;
    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final byte[] READY =
            "GET /readyz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

    private final List<Start> validate = new ArrayList<>();

    private StartTimes() {}

    /** How the JVM is told to start, beside what the launcher says, and what came of it. */
    private record Way(
            String options,
            List<Start> fresh,
            List<Start> existing,
            List<Start> freshServer,
            List<Start> existingServer) {

        Way(String options) {
            this(options, new ArrayList<>(), new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
        }

        String label() {
            return options.isEmpty() ? "" : ", `" + options + "`";
        }
    }

    /** What had passed and was held when it was ready. */
    private record Start(double seconds, double cpuSeconds, long anonymousMebibytes) {}

    /** Arguments: launcher, rounds, options of the JVM for a way of starting beside the usual one, any number of times. */
    public static void main(String[] args) throws Exception {
        QuietMachine.demand();
        int rounds = Integer.parseInt(args[1]);
        List<Way> ways = new ArrayList<>(List.of(new Way("")));
        Arrays.stream(args).skip(2).map(Way::new).forEach(ways::add);
        StartTimes bench = new StartTimes();
        for (int round = 0; round < rounds; round++) {
            for (Way way : ways) {
                Path launcher = Path.of(args[0]).toAbsolutePath();
                inItsOwnFolder(folder -> bench.round(launcher, folder, way));
                inItsOwnFolder(folder -> onAServer(launcher, folder, way));
            }
        }
        System.out.println("| start | median, s | slowest, s | CPU, s | anonymous RSS, MiB |");
        System.out.println("|---|---:|---:|---:|---:|");
        for (Way way : ways) {
            print("`serve` on a new SQLite file" + way.label(), way.fresh());
            print("`serve` on an existing one" + way.label(), way.existing());
            print("`serve` on a new PostgreSQL database" + way.label(), way.freshServer());
            print("`serve` on an existing one" + way.label(), way.existingServer());
        }
        print("`config validate`", bench.validate);
        System.exit(0); // the server's library leaves threads
    }

    private interface Round {

        void in(Path folder) throws Exception;
    }

    private static void inItsOwnFolder(Round round) throws Exception {
        Path folder = Files.createTempDirectory("ongoingai-start");
        try {
            round.in(folder);
        } finally {
            Backlog.deleteTree(folder);
        }
    }

    private static void onAServer(Path launcher, Path folder, Way way) throws Exception {
        try (PostgresDatabase database = PostgresDatabase.create()) {
            int port = Child.freePort();
            List<String> serve =
                    new BenchGateway(launcher, folder, database.dsn(), "process").command(port, Child.freePort());
            way.freshServer().add(started(serve, port, folder, way.options()));
            way.existingServer().add(started(serve, port, folder, way.options()));
        }
    }

    private void round(Path launcher, Path folder, Way way) throws Exception {
        BenchGateway program = BenchGateway.usual(launcher, folder);
        int port = Child.freePort();
        List<String> serve = program.command(port, Child.freePort());
        way.fresh().add(started(serve, port, folder, way.options()));
        way.existing().add(started(serve, port, folder, way.options()));
        if (!way.options().isEmpty()) {
            return;
        }
        List<String> command = new ArrayList<>(List.of(launcher.toString(), "config", "validate"));
        command.addAll(serve.subList(2, serve.size()));
        validate.add(
                new Start(MeasuredCommand.run(command, folder, Map.of()).took().toNanos() / 1e9, 0, 0));
    }

    private static Start started(List<String> command, int port, Path folder, String options) throws Exception {
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("gateway.log").toFile());
        builder.environment().put("ONGOINGAI_JAVA_OPTS", options);
        long began = System.nanoTime();
        Process gateway = builder.start();
        try {
            while (!ready(port)) {
                if (!gateway.isAlive() || System.nanoTime() - began > PATIENCE.toNanos()) {
                    throw new IllegalStateException(
                            "the gateway is not ready: " + Files.readString(folder.resolve("gateway.log")));
                }
                TimeUnit.MILLISECONDS.sleep(LOOKS_EVERY_MILLIS);
            }
            Start start = new Start(
                    (System.nanoTime() - began) / 1e9,
                    Child.cpuSeconds(gateway.pid()),
                    Child.anonymousMebibytes(gateway.pid()));
            gateway.destroy();
            if (!gateway.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS) || gateway.exitValue() != 0) {
                throw new IllegalStateException(
                        "the gateway did not stop cleanly: " + Files.readString(folder.resolve("gateway.log")));
            }
            return start;
        } finally {
            gateway.destroyForcibly();
        }
    }

    private static boolean ready(int port) {
        try (Socket socket = new Socket()) {
            socket.setSoTimeout(1_000);
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            socket.getOutputStream().write(READY);
            byte[] status = socket.getInputStream().readNBytes("HTTP/1.1 200".length());
            return new String(status, StandardCharsets.US_ASCII).equals("HTTP/1.1 200");
        } catch (IOException e) {
            return false;
        }
    }

    private static void print(String name, List<Start> starts) {
        double[] seconds = starts.stream().mapToDouble(Start::seconds).sorted().toArray();
        double[] cpu = starts.stream().mapToDouble(Start::cpuSeconds).sorted().toArray();
        long[] memory =
                starts.stream().mapToLong(Start::anonymousMebibytes).sorted().toArray();
        int middle = starts.size() / 2;
        String held =
                memory[middle] == 0 ? " | |" : String.format(Locale.ROOT, " %.2f | %d |", cpu[middle], memory[middle]);
        System.out.printf(
                Locale.ROOT,
                "| %s | %.2f | %.2f |%s%n",
                name,
                seconds[middle],
                Arrays.stream(seconds).max().orElse(0),
                held);
    }
}
