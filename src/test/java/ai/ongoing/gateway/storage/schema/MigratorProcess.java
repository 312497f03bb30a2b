package ai.ongoing.gateway.storage.schema;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A process that migrates on command, any number of databases at once, what it said, and what it complained about. */
public final class MigratorProcess implements AutoCloseable {

    /** More statements than any start sends. */
    static final int UNHARMED = 1_000_000;

    private static final String GONE = "gone";

    private final Process process;
    private final Path complaints;
    private final BufferedReader output;
    private final Writer input;
    private final List<List<String>> stories = new ArrayList<>();

    private MigratorProcess(Process process, Path complaints) {
        this.process = process;
        this.complaints = complaints;
        this.output = process.inputReader(StandardCharsets.UTF_8);
        this.input = process.outputWriter(StandardCharsets.UTF_8);
    }

    /** Starts a process; {@link #awaitReady()} says when it can be commanded. */
    public static MigratorProcess start() throws IOException {
        Path complaints = Files.createTempFile("migrator", ".stderr");
        Process process = new ProcessBuilder(MigratorProgram.command())
                .redirectError(complaints.toFile())
                .start();
        return new MigratorProcess(process, complaints);
    }

    public MigratorProcess awaitReady() throws IOException {
        if (!MigratingChild.READY.equals(answer())) {
            throw new IllegalStateException("the child ended before it was ready: " + complaints());
        }
        return this;
    }

    /** Tells it to start on a database; returns at once. */
    int command(int last, SchemaBackend backend) throws IOException {
        return command(last, MigratingChild.Verb.UP, backend);
    }

    /**
     * Tells it what to do with a database; returns at once.
     *
     * @param last how many statements the run may send before it stops for good
     * @return the number of the run
     */
    public int command(int last, MigratingChild.Verb verb, SchemaBackend backend) throws IOException {
        stories.add(new ArrayList<>());
        input.write(last + " " + verb + " " + backend.address() + "\n");
        input.flush();
        return stories.size() - 1;
    }

    /** What it said of the run it was told last, until that is over. */
    public List<String> story() throws IOException {
        return story(stories.size() - 1);
    }

    /**
     * What it said of a run until that is over: the last line is {@code stopped} or {@code gone}, or begins with {@code
     * done} or {@code failed}.
     */
    List<String> story(int run) throws IOException {
        List<String> story = stories.get(run);
        while (!isOver(story)) {
            readOn();
        }
        return List.copyOf(story);
    }

    private static boolean isOver(List<String> story) {
        return !story.isEmpty() && isEnd(story.getLast());
    }

    private static boolean isEnd(String line) {
        return line.startsWith("done ")
                || line.startsWith("failed ")
                || line.equals(MigratingChild.STOPPED)
                || line.equals(GONE);
    }

    private void readOn() throws IOException {
        String answer = answer();
        if (answer.equals(GONE)) {
            // What was stopped, and is now dead, has said all it had to say.
            stories.stream().filter(story -> !isOver(story)).forEach(story -> story.add(GONE));
        } else {
            int space = answer.indexOf(' ');
            stories.get(Integer.parseInt(answer.substring(0, space))).add(answer.substring(space + 1));
        }
    }

    /** Returns when it has said, of the run it was told last, a line that begins so. */
    void await(String beginning) throws IOException {
        List<String> story = stories.getLast();
        while (story.stream().noneMatch(line -> line.startsWith(beginning))) {
            if (isOver(story)) {
                throw new IllegalStateException(
                        "the child said " + story + " and never " + beginning + ": " + complaints());
            }
            readOn();
        }
    }

    /** SIGKILL, now; by the handle, because the process itself would close what is still to be read. */
    public void kill() {
        process.toHandle().destroyForcibly();
    }

    /** Waits until it has ended. */
    public int exitCode() throws InterruptedException {
        if (!process.waitFor(60, TimeUnit.SECONDS)) {
            throw new IllegalStateException("the child still lives");
        }
        return process.exitValue();
    }

    /** All it wrote to its standard error; an exception that nobody caught stands there. */
    String complaints() throws IOException {
        return Files.readString(complaints);
    }

    private String answer() throws IOException {
        String line = output.readLine();
        while (line != null && !line.startsWith(MigratingChild.ANSWER)) {
            line = output.readLine();
        }
        return line == null ? GONE : line.substring(MigratingChild.ANSWER.length());
    }

    @Override
    public void close() {
        process.destroyForcibly();
        try {
            Files.deleteIfExists(complaints);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
