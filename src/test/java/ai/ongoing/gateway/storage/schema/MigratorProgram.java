package ai.ongoing.gateway.storage.schema;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.jspecify.annotations.Nullable;
import org.sqlite.util.OSInfo;

/**
 * The command that starts a {@link MigratingChild}. The long tests kill hundreds, and much of what one costs is the start
 * of its JVM: from the thirtieth on they start out of an AOT cache (JEP 483), which takes about as long to make as some
 * ten of them save.
 */
final class MigratorProgram {

    private static final int PAYS_FROM = 30;
    private static final AtomicInteger STARTED = new AtomicInteger();

    private static @Nullable List<String> quick;

    private MigratorProgram() {}

    static List<String> command() throws IOException {
        return STARTED.incrementAndGet() < PAYS_FROM ? command(List.of(), classPath()) : quick();
    }

    /** As the program has it: the tests' containers bring a driver that every connection would load. */
    static List<String> classPath() {
        return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(entry -> !entry.contains("testcontainers"))
                .toList();
    }

    private static List<String> command(List<String> options, List<String> classPath) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Xmx128m"));
        command.addAll(options);
        command.addAll(List.of("-cp", String.join(File.pathSeparator, classPath), MigratingChild.class.getName()));
        return command;
    }

    private static synchronized List<String> quick() throws IOException {
        List<String> made = quick;
        if (made == null) {
            Path directory = Files.createTempDirectory("migrator");
            Runtime.getRuntime().addShutdownHook(new Thread(() -> remove(directory)));
            made = make(directory);
            quick = made;
        }
        return made;
    }

    private static List<String> make(Path directory) throws IOException {
        unpackSqlite(directory);
        String library = "-Dorg.sqlite.lib.path=" + directory;
        List<String> jars = new ArrayList<>();
        for (String entry : classPath()) {
            // A cache is refused where the class path has directories.
            jars.add(
                    Files.isDirectory(Path.of(entry))
                            ? packed(Path.of(entry), directory.resolve(jars.size() + ".jar"))
                            : entry);
        }
        String cache = "-XX:AOTCache=" + directory.resolve("cache");
        train(directory, command(List.of(library, cache.replace("AOTCache", "AOTCacheOutput")), jars));
        return command(List.of(library, cache, "-XX:AOTMode=on"), jars);
    }

    /** Once for all of them: a killed process leaves behind what its driver unpacked. */
    private static void unpackSqlite(Path directory) throws IOException {
        String library = System.mapLibraryName("sqlitejdbc");
        String place = "/org/sqlite/native/" + OSInfo.getNativeLibFolderPathForCurrentOS() + "/" + library;
        try (InputStream packed = OSInfo.class.getResourceAsStream(place)) {
            if (packed == null) {
                throw new IOException("the SQLite driver has no " + place);
            }
            Files.copy(packed, directory.resolve(library));
        }
    }

    private static String packed(Path classes, Path jar) throws IOException {
        try (ZipOutputStream output = new ZipOutputStream(Files.newOutputStream(jar));
                Stream<Path> files = Files.walk(classes)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                output.putNextEntry(
                        new ZipEntry(classes.relativize(file).toString().replace(File.separatorChar, '/')));
                Files.copy(file, output);
            }
        }
        return jar.toString();
    }

    private static void train(Path directory, List<String> command) throws IOException {
        Path log = directory.resolve("log");
        // Making the cache starts a JVM of its own, which repeats its whole command line on standard error.
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        try (OutputStream input = process.getOutputStream()) {
            input.write("%d %s sqlite %s%n"
                    .formatted(MigratorProcess.UNHARMED, MigratingChild.Verb.UP, directory.resolve("database"))
                    .getBytes(StandardCharsets.UTF_8));
        }
        try {
            int code = process.waitFor();
            if (code != 0) {
                throw new IOException("no AOT cache, exit code " + code + ": " + Files.readString(log));
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while the AOT cache was made", e);
        }
    }

    private static void remove(Path directory) {
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file : files.collect(Collectors.toList())) {
                Files.delete(file);
            }
            Files.delete(directory);
        } catch (IOException e) {
            System.err.println("left behind: " + directory + ": " + e);
        }
    }
}
