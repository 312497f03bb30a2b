package ai.ongoing.gateway.storage.schema;

import ai.ongoing.gateway.testkit.CachedProgram;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** The command that starts a {@link MigratingChild}. The long tests kill so many that a cache pays. */
final class MigratorProgram {

    private static final int PAYS_FROM = 30;
    private static final AtomicInteger STARTED = new AtomicInteger();
    private static final CachedProgram PROGRAM =
            new CachedProgram(List.of("-Xmx128m"), MigratingChild.class, List.of(), MigratorProgram::train);

    private MigratorProgram() {}

    static List<String> command() throws IOException {
        if (STARTED.incrementAndGet() >= PAYS_FROM) {
            PROGRAM.cache();
        }
        return PROGRAM.command();
    }

    private static void train(List<String> command, Path directory) throws IOException {
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
}
