package ai.ongoing.gateway.testkit;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * The command line of a program that tests start again and again, to kill it. Most of what a kill costs is the start of
 * a JVM, so the program can be given an AOT cache (JEP 483, 515), which takes about as long to make as ten starts out of
 * it save.
 */
public final class CachedProgram {

    private final List<String> words;
    private final List<String> arguments;
    private final Training training;
    private @Nullable List<String> quick;

    /** Runs the program once, until it ends by itself or at a request. */
    public interface Training {

        /**
         * Trains.
         *
         * @param command what to run
         * @param directory of its own, for whatever the run leaves
         */
        void run(List<String> command, Path directory) throws IOException;
    }

    /**
     * A program.
     *
     * @param options of the JVM
     * @param arguments of the program
     */
    public CachedProgram(List<String> options, Class<?> program, List<String> arguments, Training training) {
        this.words = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC"));
        this.words.addAll(SqliteLibrary.options());
        this.words.addAll(options);
        this.arguments = new ArrayList<>(List.of(program.getName()));
        this.arguments.addAll(arguments);
        this.training = training;
    }

    /** As the program has it: the tests' containers bring a driver that every connection would load. */
    public static List<String> classPath() {
        return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(entry -> !entry.contains("testcontainers"))
                .toList();
    }

    /** For the next start, out of the cache if there is one. */
    public synchronized List<String> command() {
        return quick == null ? command(List.of(), classPath()) : quick;
    }

    /** Makes the cache, if there is none: for a test that is about to start the program many times. */
    public synchronized void cache() throws IOException {
        if (quick == null) {
            quick = make(JvmFolder.create("program"));
        }
    }

    private List<String> command(List<String> options, List<String> classPath) {
        List<String> command = new ArrayList<>(words);
        command.addAll(options);
        command.addAll(List.of("-cp", String.join(File.pathSeparator, classPath)));
        command.addAll(arguments);
        return command;
    }

    private List<String> make(Path directory) throws IOException {
        List<String> jars = new ArrayList<>();
        for (String entry : classPath()) {
            // A cache is refused where the class path has directories.
            jars.add(
                    Files.isDirectory(Path.of(entry))
                            ? packed(Path.of(entry), directory.resolve(jars.size() + ".jar"))
                            : entry);
        }
        String cache = "-XX:AOTCache=" + directory.resolve("cache");
        training.run(command(List.of(cache.replace("AOTCache", "AOTCacheOutput")), jars), directory);
        return command(List.of(cache, "-XX:AOTMode=on"), jars);
    }

    private static String packed(Path classes, Path jar) throws IOException {
        try (ZipOutputStream output = new ZipOutputStream(Files.newOutputStream(jar));
                Stream<Path> files = Files.walk(classes)) {
            for (Path file : files.filter(file -> !file.equals(classes)).toList()) {
                String name = classes.relativize(file).toString().replace(File.separatorChar, '/');
                // Who looks for the classes of a package asks for its directory.
                output.putNextEntry(new ZipEntry(Files.isDirectory(file) ? name + "/" : name));
                if (!Files.isDirectory(file)) {
                    Files.copy(file, output);
                }
            }
        }
        return jar.toString();
    }
}
