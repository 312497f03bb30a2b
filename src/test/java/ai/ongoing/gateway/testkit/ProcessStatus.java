package ai.ongoing.gateway.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** What Linux tells of a process in {@code /proc/PID/status}. */
public final class ProcessStatus {

    private ProcessStatus() {}

    /** A size by its name there; 0 of a process that has ended, and on a system that tells nothing. */
    public static long mebibytes(long pid, String name) {
        try (Stream<String> lines = Files.lines(Path.of("/proc", Long.toString(pid), "status"))) {
            return lines.filter(line -> line.startsWith(name + ":"))
                            .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")))
                            .sum()
                    / 1024;
        } catch (IOException | UncheckedIOException gone) {
            return 0;
        }
    }
}
