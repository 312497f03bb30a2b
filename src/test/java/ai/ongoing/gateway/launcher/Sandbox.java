package ai.ongoing.gateway.launcher;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A folder with a copy of the launchers, a home of its own and a PATH that holds nothing but plain tools, so that
 * neither the machine's JDKs nor its Maven are seen.
 */
final class Sandbox {

    private static final List<String> TOOLS = List.of(
            "sh",
            "cat",
            "cmp",
            "cp",
            "dirname",
            "find",
            "gzip",
            "head",
            "ls",
            "mkdir",
            "mv",
            "readlink",
            "rm",
            "sed",
            "sha512sum",
            "sleep",
            "tar",
            "touch",
            "curl",
            "pwd");

    private final Path root;

    private Sandbox(Path root) {
        this.root = root;
    }

    /** Copies the launchers of this repository into {@code folder/project}. */
    static Sandbox in(Path folder) throws IOException {
        Sandbox sandbox = new Sandbox(folder.toRealPath());
        Files.createDirectories(sandbox.path("home"));
        Files.createDirectories(sandbox.path("tools"));
        for (String tool : TOOLS) {
            Path real = Stream.of("/usr/bin/", "/bin/")
                    .map(place -> Path.of(place + tool))
                    .filter(Files::exists)
                    .findFirst()
                    .orElseThrow(() -> new IllegalStateException("this machine has no " + tool));
            sandbox.script("tools/" + tool, "exec " + real + " \"$@\"");
        }
        for (String file : List.of("ongoingai", "mvnw", ".mvn/jdk.sh", ".mvn/wrapper/maven-wrapper.properties")) {
            Path copy = sandbox.path("project/" + file);
            Files.createDirectories(copy.getParent());
            Files.copy(Path.of(file), copy, StandardCopyOption.COPY_ATTRIBUTES);
        }
        Files.createDirectories(sandbox.path("project/src/main"));
        Files.createDirectories(sandbox.path("project/src/package"));
        sandbox.write("project/pom.xml", "<project/>");
        return sandbox;
    }

    /** A path inside the sandbox. */
    Path path(String relative) {
        return root.resolve(relative);
    }

    /** Writes a text file, with its folders. */
    Path write(String relative, String text) throws IOException {
        Path file = path(relative);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, text);
    }

    /** Writes an executable shell script. */
    Path script(String relative, String body) throws IOException {
        Path file = write(relative, "#!/bin/sh\n" + body + "\n");
        return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    /** A JDK of the given version whose {@code java} prints its home, working directory, process id and arguments. */
    Path jdk(String relative, String version) throws IOException {
        Path home = path(relative);
        write(
                relative + "/release",
                "IMPLEMENTOR=\"Test\"\nJAVA_VERSION=\"" + version + "\"\nSOURCE=\"" + relative + "\"\n");
        script(
                relative + "/bin/java",
                "echo \"home=" + home + "\"\necho \"cwd=$(pwd)\"\necho \"pid=$$\"\n"
                        + "for a in \"$@\"; do echo \"arg=$a\"; done\nexit ${FAKE_EXIT:-0}");
        script(relative + "/bin/javac", "exit 0");
        return home;
    }

    /** Starts a command in {@code folder} and waits for its end; at most a minute. */
    Outcome run(Path folder, Map<String, String> environment, String... command)
            throws IOException, InterruptedException {
        return await(start(folder, environment, command));
    }

    /** Starts a command; its output goes to files until {@link #await} reads them. */
    Running start(Path folder, Map<String, String> environment, String... command) throws IOException {
        Path out = Files.createTempFile(root, "out", ".txt");
        Path err = Files.createTempFile(root, "err", ".txt");
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectOutput(out.toFile())
                .redirectError(err.toFile());
        Map<String, String> defaults = new HashMap<>(Map.of(
                "HOME", path("home").toString(),
                "PATH", path("tools").toString(),
                "ONGOINGAI_JDK_DIRS", path("jdks").toString()));
        defaults.putAll(environment);
        builder.environment().clear();
        builder.environment().putAll(defaults);
        return new Running(builder.start(), out, err);
    }

    /** Waits for a started command. */
    static Outcome await(Running running) throws IOException, InterruptedException {
        if (!running.process().waitFor(60, TimeUnit.SECONDS)) {
            running.process().destroyForcibly();
            throw new IllegalStateException(
                    "still running after a minute: " + running.process().info());
        }
        return new Outcome(
                running.process().pid(),
                running.process().exitValue(),
                Files.readAllLines(running.out(), StandardCharsets.UTF_8),
                Files.readAllLines(running.err(), StandardCharsets.UTF_8));
    }

    /** The files below a folder, by their path below it; none when it is absent. */
    List<String> filesBelow(String relative) throws IOException {
        Path folder = path(relative);
        if (Files.notExists(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.walk(folder)) {
            return new ArrayList<>(files.filter(Files::isRegularFile)
                    .map(file -> folder.relativize(file).toString())
                    .sorted()
                    .toList());
        }
    }

    /** A command under way, and where its output goes. */
    record Running(Process process, Path out, Path err) {}

    /** How a command ended and what it printed. */
    record Outcome(long pid, int exit, List<String> out, List<String> err) {

        Outcome {
            out = List.copyOf(out);
            err = List.copyOf(err);
        }
    }
}
