package ai.ongoing.gateway.bench;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * A process of its own under load, with what the kernel says about it. Reads {@code /proc}, so figures of CPU and
 * memory exist on Linux only and are 0 elsewhere.
 */
final class Child {

    private static final double TICKS_A_SECOND = 100;
    private static final int FIELDS_BEFORE_CPU = 11;

    private final String name;
    private final int port;
    private final Process process;
    private final Path log;

    private Child(String name, int port, Process process, Path log) {
        this.name = name;
        this.port = port;
        this.process = process;
        this.log = log;
    }

    /** Starts a command and waits until the port takes connections; at most a minute. */
    static Child start(String name, int port, List<String> command, Path folder) throws Exception {
        Path log = folder.resolve(name.replace(' ', '-') + ".log");
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        Child child = new Child(name, port, process, log);
        long deadline = System.nanoTime() + TimeUnit.MINUTES.toNanos(1);
        while (!child.listens()) {
            if (!process.isAlive() || System.nanoTime() > deadline) {
                process.destroyForcibly();
                throw new IllegalStateException(name + " does not listen on " + port + ": " + Files.readString(log));
            }
            process.waitFor(50, TimeUnit.MILLISECONDS);
        }
        return child;
    }

    /** A main class in a JVM of its own, with the gateway's collector and half a gigabyte of heap at most. */
    static List<String> jvm(String main, List<String> arguments) {
        return jvm(List.of("-Xms64m", "-Xmx512m"), main, arguments);
    }

    /** The same with what the launcher gives the server, and {@code jvm.options} everybody. */
    static List<String> gateway(String main, List<String> arguments) {
        List<String> options = List.of("-Xms96m", "-Xmn64m", "-Xmx168m", "-Dio.netty.leakDetection.level=disabled");
        return jvm(options, main, arguments);
    }

    private static List<String> jvm(List<String> options, String main, List<String> arguments) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow"));
        command.addAll(options);
        String logback = System.getProperty("logback.configurationFile");
        if (logback != null) {
            command.add("-Dlogback.configurationFile=" + logback);
        }
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), main));
        command.addAll(arguments);
        return command;
    }

    /** A port nobody listens on now. */
    static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    String name() {
        return name;
    }

    /** Whether its output has such words so far. */
    boolean said(String words) throws IOException {
        try (Stream<String> lines = Files.lines(log, StandardCharsets.UTF_8)) {
            return lines.anyMatch(line -> line.contains(words));
        }
    }

    int port() {
        return port;
    }

    long pid() {
        return process.pid();
    }

    /** User and system time spent so far, in seconds. */
    double cpuSeconds() throws IOException {
        return cpuSeconds(pid());
    }

    static double cpuSeconds(long pid) throws IOException {
        Path stat = Path.of("/proc", Long.toString(pid), "stat");
        if (Files.notExists(stat)) {
            return 0;
        }
        return seconds(Files.readString(stat));
    }

    /** The same without the threads that compile: on a busy machine they are not done when the warm-up is. */
    double cpuSecondsAtWork() throws IOException {
        return cpuSeconds(stat -> !stat.contains("Compiler"));
    }

    /** Of the event loops alone; {@code /proc} has the first fifteen letters of their name. */
    double cpuSecondsOfEventLoops() throws IOException {
        return cpuSeconds(stat -> stat.contains("(reactor-http-ep)"));
    }

    private double cpuSeconds(Predicate<String> counts) throws IOException {
        Path threads = Path.of("/proc", Long.toString(process.pid()), "task");
        if (Files.notExists(threads)) {
            return 0;
        }
        double seconds = 0;
        try (DirectoryStream<Path> all = Files.newDirectoryStream(threads)) {
            for (Path thread : all) {
                String stat = Files.readString(thread.resolve("stat"));
                seconds += counts.test(stat) ? seconds(stat) : 0;
            }
        }
        return seconds;
    }

    private static double seconds(String stat) {
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
        return (Long.parseLong(fields[FIELDS_BEFORE_CPU]) + Long.parseLong(fields[FIELDS_BEFORE_CPU + 1]))
                / TICKS_A_SECOND;
    }

    /** Anonymous resident memory in MiB: what the process alone holds, without mapped files. */
    static long anonymousMebibytes(long pid) throws IOException {
        Path status = Path.of("/proc", Long.toString(pid), "status");
        if (Files.notExists(status)) {
            return 0;
        }
        for (String line : Files.readAllLines(status)) {
            if (line.startsWith("RssAnon:")) {
                return Long.parseLong(line.replaceAll("[^0-9]", "")) / 1024;
            }
        }
        return 0;
    }

    /** Asks the process to stop and waits for its end. */
    int stop() throws InterruptedException {
        process.destroy();
        if (!process.waitFor(90, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new IllegalStateException(name + " did not stop within 90 seconds; its output is in " + log);
        }
        return process.exitValue();
    }

    /** Ends the process and those it started, whatever they do; for the way out after a failure. */
    void kill() {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
    }

    private boolean listens() {
        try {
            new Socket(InetAddress.getLoopbackAddress(), port).close();
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}
