package ai.ongoing.gateway.journal.file;

import ai.ongoing.gateway.journal.AdmittedCall;
import ai.ongoing.gateway.journal.BodyRecord;
import ai.ongoing.gateway.journal.FinishedCall;
import ai.ongoing.gateway.journal.JournalBatch;
import ai.ongoing.gateway.journal.JournalBatch.Unstored;
import ai.ongoing.gateway.journal.JournalBounds;
import ai.ongoing.gateway.journal.JournalException;
import ai.ongoing.gateway.testkit.Calls;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.slf4j.LoggerFactory;

/** A process with a journal, for tests that kill it or starve it; says what it did on standard output. */
final class JournalChild {

    /** A line that is whole: the child may die in the middle of one. */
    static final String ACKNOWLEDGED = "ok [0-9]+-[0-9]+-[0-9]+;";

    /** Bytes; too many for what is left of the heap when it is full. */
    private static final int BODY = 1 << 20;

    private JournalChild() {}

    public static void main(String[] arguments) throws Exception {
        Path directory = Path.of(arguments[1]);
        switch (arguments[0]) {
            case "open" -> open(directory);
            case "look" -> look(directory);
            case "work" -> work(directory, arguments[2]);
            case "fill" -> fill(directory);
            case "tight" -> tight(directory);
            case "pinned" -> pinned(directory);
            case "die" -> die(directory);
            case "again" -> again(directory);
            case "brim" -> brim(directory);
            case "starve" -> starve(directory);
            default -> throw new IllegalArgumentException(arguments[0]);
        }
    }

    private static void open(Path directory) throws IOException {
        try {
            JournalFiles.open(directory, JournalFiles.MIB);
            say("opened");
            while (System.in.read() >= 0) {
                Thread.onSpinWait();
            }
        } catch (JournalException refused) {
            say(String.valueOf(refused.getMessage()));
        }
    }

    /** As often as it can, until it is killed. */
    private static void look(Path directory) {
        for (long looks = 1; ; looks++) {
            JournalContents contents = JournalContents.of(directory);
            if (!contents.whole()) {
                throw new IllegalStateException(contents.toString());
            }
            if (looks == 1) {
                say("looked");
            }
        }
    }

    /** Three threads complete calls and say so; a fourth stores them in a file of lines and releases them. */
    private static void work(Path directory, String round) throws Exception {
        FileJournal journal = JournalFiles.open(directory, 256 * JournalFiles.MIB);
        for (int appender = 0; appender < 3; appender++) {
            String prefix = round + "-" + appender + "-";
            Thread.ofPlatform().start(() -> complete(journal, prefix));
        }
        while (true) {
            journal.await(50, 1_000_000);
            JournalBatch batch = journal.take(new JournalBounds(20, JournalFiles.MIB));
            store(directory.resolveSibling("store"), batch.calls());
            journal.release(batch, Unstored.NONE);
        }
    }

    private static void complete(FileJournal journal, String prefix) {
        for (int i = 0; ; i++) {
            String id = prefix + i;
            boolean taken = i % 7 == 0 ? JournalFiles.complete(journal, id, 5_000) : JournalFiles.complete(journal, id);
            if (taken) {
                say("ok " + id + ";");
            }
        }
    }

    private static void store(Path store, List<FinishedCall> calls) throws IOException {
        StringBuilder lines = new StringBuilder();
        for (String id : JournalFiles.ids(calls)) {
            lines.append("ok ").append(id).append(";\n");
        }
        Files.writeString(store, lines, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    /** Fills a small disk to the brim, sees it refuse, and goes on once there is room again. */
    private static void fill(Path directory) throws Exception {
        FileJournal journal = JournalFiles.open(directory, 64 * JournalFiles.MIB);
        List<String> taken = new ArrayList<>();
        for (int i = 0; JournalFiles.complete(journal, "0-0-" + i); i++) {
            taken.add("0-0-" + i);
        }
        say("refused: " + journal.trouble());
        Files.delete(directory.resolveSibling("ballast"));
        for (int i = 0; i < 100; i++) {
            if (JournalFiles.complete(journal, "1-0-" + i)) {
                taken.add("1-0-" + i);
            }
        }
        while (!journal.trouble().isEmpty()) {
            Thread.sleep(10);
        }
        say("all is well");
        List<String> drained = JournalFiles.ids(JournalFiles.drained(journal));
        say(
                drained.equals(taken) && taken.contains("1-0-99")
                        ? "all there"
                        : "lost " + (taken.size() - drained.size()));
        journal.end();
    }

    /** On a small disk that has room for calls and none for bodies, until there is room again. */
    private static void tight(Path directory) throws Exception {
        FileJournal journal = JournalFiles.open(directory, 64 * JournalFiles.MIB);
        int bodies = 0;
        while (journal.trouble().isEmpty()) {
            JournalFiles.complete(journal, "0-0-" + bodies++, 150_000);
            Thread.sleep(100);
        }
        say("bodies refused: " + journal.trouble());
        int quiet = 0;
        for (int i = 0; i < 30; i++) {
            if (!JournalFiles.complete(journal, "1-0-" + i)) {
                throw new IllegalStateException("a call was refused");
            }
            Thread.sleep(100);
            quiet += journal.trouble().isEmpty() ? 1 : 0;
        }
        say("said to be over: " + quiet + " times");
        Files.delete(directory.resolveSibling("ballast"));
        while (!journal.trouble().isEmpty()) {
            Thread.sleep(10);
        }
        say("over");
        journal.end();
    }

    /** Fills a small disk while calls of its first segment last, and stores the others; nobody makes room by hand. */
    private static void pinned(Path directory) throws Exception {
        FileJournal journal = openWithReserve(directory);
        List<AdmittedCall> lasting = admitted(journal, 40);
        for (int round = 0; round < 3; round++) {
            List<String> taken = filled(journal, round);
            say("refused: " + journal.trouble());
            say(JournalFiles.ids(JournalFiles.drained(journal)).equals(taken) ? "all there" : "not all there");
            while (!journal.trouble().isEmpty()) {
                Thread.sleep(10);
            }
        }
        for (int i = 0; i < lasting.size(); i++) {
            lasting.get(i).complete(Calls.ordinary().id("9-0-" + i).completion(), null);
        }
        say("and " + JournalFiles.drained(journal).size());
        journal.end();
    }

    /** Dies on a small disk that it has filled, with calls under way. */
    private static void die(Path directory) throws Exception {
        FileJournal journal = openWithReserve(directory);
        int calls = admitted(journal, 40).size() + filled(journal, 0).size();
        say("refused: " + journal.trouble());
        say("to be there: " + calls);
        Runtime.getRuntime().halt(0);
    }

    /** Goes on where another process has died; nobody makes room by hand. */
    private static void again(Path directory) throws Exception {
        for (String life : List.of("die", "open")) {
            Process other = new ProcessBuilder(command(List.of(), life, directory.toString()))
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .redirectOutput(ProcessBuilder.Redirect.INHERIT)
                    .start();
            other.getOutputStream().close();
            other.waitFor();
        }
        FileJournal journal = JournalFiles.open(directory, 4 * JournalFiles.MIB);
        say("to be there: " + JournalFiles.drained(journal).size());
        while (!journal.trouble().isEmpty() || !JournalFiles.complete(journal, "after")) {
            Thread.sleep(10);
        }
        say("all is well");
        journal.end();
    }

    /** Opens a first journal on a disk that others have filled. */
    private static void brim(Path directory) throws IOException {
        try (OutputStream ballast = Files.newOutputStream(directory.resolveSibling("more-ballast"))) {
            while (true) {
                ballast.write(new byte[1024]);
            }
        } catch (IOException full) {
            open(directory);
        }
    }

    private static FileJournal openWithReserve(Path directory) throws InterruptedException {
        FileJournal journal = JournalFiles.open(directory, 4 * JournalFiles.MIB);
        while (Files.notExists(directory.resolve("reserve"))) {
            Thread.sleep(10);
        }
        return journal;
    }

    private static List<AdmittedCall> admitted(FileJournal journal, int calls) {
        return IntStream.range(0, calls)
                .mapToObj(i -> journal.admit(Calls.ordinary().id("9-0-" + i).admission()))
                .toList();
    }

    private static List<String> filled(FileJournal journal, int round) {
        List<String> taken = new ArrayList<>();
        for (String id = round + "-0-0"; JournalFiles.complete(journal, id); id = round + "-0-" + taken.size()) {
            taken.add(id);
        }
        return taken;
    }

    /** Reads and notes bodies while the heap is full, and goes on once there is room again. */
    private static void starve(Path directory) throws Exception {
        FileJournal journal = JournalFiles.open(directory, 256 * JournalFiles.MIB);
        for (int i = 0; i < 3; i++) {
            boolean taken =
                    i == 1 ? JournalFiles.complete(journal, "0-0-1", BODY) : JournalFiles.complete(journal, "0-0-" + i);
            if (!taken) {
                throw new IllegalStateException("call " + i + " was refused");
            }
        }
        // Made while there is room, noted when there is none.
        Calls late = Calls.ordinary().id("0-0-3");
        BodyRecord lateBody = late.body(new byte[3 * BODY], new byte[3 * BODY], "gzip");
        List<FinishedCall> drained = new ArrayList<>(
                journal.take(new JournalBounds(1, JournalFiles.MIB)).calls());
        // The first line of a log costs more than is left later.
        LoggerFactory.getLogger(JournalChild.class).error("{} is about to starve", directory);
        List<byte[]> hog = new ArrayList<>(1000);
        for (int size = 1 << 20; size > 1 << 18; size /= 2) {
            fill(hog, size);
        }
        boolean noted = journal.admit(late.admission()).complete(late.completionBeforeBody(), lateBody);
        int handedOut = journal.take(new JournalBounds(10, 64 * JournalFiles.MIB))
                .calls()
                .size();
        while (journal.counts().bodiesDropped() == 0) {
            Thread.sleep(10);
        }
        hog.clear();
        say("starved: " + handedOut + " handed out, noted " + noted);
        while (drained.size() < 4) {
            drained.addAll(
                    journal.take(new JournalBounds(10, 64 * JournalFiles.MIB)).calls());
        }
        StringBuilder calls = new StringBuilder();
        for (FinishedCall call : drained) {
            calls.append(call.completion().traceId()).append(call.body() == null ? " " : "+ ");
        }
        say("drained: " + calls);
        // The thread of the bodies lives.
        JournalFiles.complete(journal, "0-0-4", 1000);
        List<FinishedCall> next =
                journal.take(new JournalBounds(10, JournalFiles.MIB)).calls();
        while (next.isEmpty()) {
            next = journal.take(new JournalBounds(10, JournalFiles.MIB)).calls();
        }
        say("next: " + (next.getFirst().body() == null ? "bare" : "whole"));
    }

    private static void fill(List<byte[]> hog, int size) {
        try {
            while (true) {
                hog.add(new byte[size]);
            }
        } catch (OutOfMemoryError full) {
            // As was wanted.
        }
    }

    private static void say(String line) {
        synchronized (JournalChild.class) {
            PrintStream out = System.out;
            out.write((line + "\n").getBytes(StandardCharsets.UTF_8), 0, line.length() + 1);
            out.flush();
        }
    }

    /** The command that runs this class, behind a prefix. */
    static List<String> command(List<String> prefix, String... arguments) {
        List<String> command = new ArrayList<>(prefix);
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-XX:TieredStopAtLevel=1", "-Xmx128m", "-XX:+UseSerialGC"));
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), JournalChild.class.getName()));
        command.addAll(List.of(arguments));
        return command;
    }
}
