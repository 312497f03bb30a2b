package ai.ongoing.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A Java process that came through a fault unharmed: once nothing is left to be done, none of its threads, virtual ones
 * included, is still busy with the store, the writer sleeps, and after a collection the heap holds what it held before.
 * Looked at from outside by the JDK's own command.
 *
 * @param heapBytes bytes of live objects before the fault
 */
record Soundness(long pid, long heapBytes) {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    /** A leak of one call in flight would be kilobytes a call; what tests and caches hold besides stays below this. */
    private static final long TOLERANCE = 24L << 20;

    private static final List<String> AT_WORK = List.of(
            "ai.ongoing.gateway.storage.",
            "ai.ongoing.gateway.pipeline.BatchSaver",
            "ai.ongoing.gateway.api.",
            "ai.ongoing.gateway.proxy.",
            "ai.ongoing.gateway.capture.",
            "ai.ongoing.gateway.assembly.",
            "ai.ongoing.gateway.journal.format.",
            "- waiting to lock <");

    /** The process as it is now, which is taken for healthy. */
    static Soundness of(long pid) {
        return new Soundness(pid, liveBytes(pid));
    }

    /** That of the gateways in this process. */
    static Soundness here() {
        return of(ProcessHandle.current().pid());
    }

    /** The same demands on the process that came after. */
    Soundness in(long successor) {
        return new Soundness(successor, heapBytes);
    }

    /** Waits until no thread is busy any more, then looks at the heap. */
    void assertUnharmed() {
        await().atMost(PATIENCE)
                .untilAsserted(
                        () -> assertThat(busyThreads()).as("stuck threads").isEmpty());
        assertThat(liveBytes(pid) - heapBytes)
                .as("bytes that the heap has grown by, from %d", heapBytes)
                .isLessThan(TOLERANCE);
    }

    private List<String> busyThreads() {
        try {
            Path dump = Files.createTempFile("threads", ".txt");
            try {
                run("Thread.dump_to_file", "-overwrite", dump.toString());
                // One paragraph a thread, virtual ones among them.
                return Stream.of(Files.readString(dump, StandardCharsets.UTF_8).split("\n\n", -1))
                        .filter(thread -> AT_WORK.stream().anyMatch(thread::contains))
                        .filter(thread -> !restsBetweenLooks(thread))
                        .toList();
            } finally {
                Files.delete(dump);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Of the thread that watches the schema only a look that does not end is a fault. */
    private static boolean restsBetweenLooks(String thread) {
        return thread.contains("\"schema-watch\"") && thread.contains("java.lang.Thread.sleep(");
    }

    /** The last line of the histogram, for which the JVM collects first: Total, objects, bytes. */
    private static long liveBytes(long pid) {
        String total = new Soundness(pid, 0)
                .run("GC.class_histogram")
                .lines()
                .filter(line -> line.startsWith("Total"))
                .findFirst()
                .orElseThrow();
        return Long.parseLong(total.strip().split("\\s+", -1)[2]);
    }

    private String run(String... command) {
        Stream<String> words = Stream.concat(
                Stream.of(
                        Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(), Long.toString(pid)),
                Stream.of(command));
        try {
            // Into a file: a process that asks itself stands still while it answers, and would not empty a pipe.
            Path said = Files.createTempFile("jcmd", ".txt");
            try {
                Process process = new ProcessBuilder(words.toList())
                        .redirectErrorStream(true)
                        .redirectOutput(said.toFile())
                        .start();
                assertThat(process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS))
                        .as("jcmd ends")
                        .isTrue();
                String text = Files.readString(said, StandardCharsets.UTF_8);
                assertThat(process.exitValue()).as(text).isZero();
                return text;
            } finally {
                Files.delete(said);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
