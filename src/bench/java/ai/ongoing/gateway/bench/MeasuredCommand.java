package ai.ongoing.gateway.bench;

import ai.ongoing.gateway.testkit.ProcessStatus;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * What one command cost in a process of its own, from its start to its end, the JVM's included. Memory is what the kernel
 * says the process held at most: {@code VmHWM} of {@code /proc}, mapped files and the JVM itself included, so it exists on
 * Linux only and is 0 elsewhere. It is looked at every 10 ms and only grows, so that what is missed is the last moment's.
 */
record MeasuredCommand(Duration took, long peakMebibytes) {

    private static final long LOOKS_EVERY_MILLIS = 10;

    /**
     * Runs the command to its end.
     *
     * @throws IllegalStateException when it does not end with 0; its own words are quoted
     */
    static MeasuredCommand run(List<String> words, Path folder, Map<String, String> environment)
            throws IOException, InterruptedException {
        Path log = folder.resolve("command.log");
        ProcessBuilder builder = new ProcessBuilder(words)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile());
        builder.environment().putAll(environment);
        long began = System.nanoTime();
        Process process = builder.start();
        long peak = 0;
        do {
            peak = Math.max(peak, ProcessStatus.mebibytes(process.pid(), "VmHWM"));
        } while (!process.waitFor(LOOKS_EVERY_MILLIS, TimeUnit.MILLISECONDS));
        Duration took = Duration.ofNanos(System.nanoTime() - began);
        if (process.exitValue() != 0) {
            throw new IllegalStateException(String.join(" ", words) + " ended with " + process.exitValue() + ": "
                    + Files.readString(log, StandardCharsets.UTF_8));
        }
        return new MeasuredCommand(took, peak);
    }
}
