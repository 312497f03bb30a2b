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

/** A process that migrates on command, what it said, and what it complained about. */
public final class MigratorProcess implements AutoCloseable {

    /** More statements than any start sends. */
    static final int UNHARMED = 1_000_000;

    private final Process process;
    private final Path complaints;
    private final BufferedReader output;
    private final Writer input;

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
        if (!"ready".equals(answer())) {
            throw new IllegalStateException("the child ended before it was ready: " + complaints());
        }
        return this;
    }

    /** Tells it to start on a database; returns at once. */
    void command(int last, SchemaBackend backend) throws IOException {
        command(last, MigratingChild.Verb.UP, backend);
    }

    /** Tells it what to do with a database; returns at once. */
    public void command(int last, MigratingChild.Verb verb, SchemaBackend backend) throws IOException {
        input.write(last + " " + verb + " " + backend.address() + "\n");
        input.flush();
    }

    /** What it says until the start is over: the last line begins with {@code done}, {@code failed} or {@code gone}. */
    public List<String> story() throws IOException {
        List<String> story = new ArrayList<>();
        String line;
        do {
            line = answer();
            story.add(line);
        } while (!line.startsWith("done ") && !line.startsWith("failed ") && !line.equals("gone"));
        return story;
    }

    /** Returns when it has said a line that begins so. */
    void await(String beginning) throws IOException {
        String line = answer();
        while (!line.startsWith(beginning)) {
            if (line.equals("gone")) {
                throw new IllegalStateException("the child ended before it said " + beginning + ": " + complaints());
            }
            line = answer();
        }
    }

    /** SIGKILL, now; by the handle, because the process itself would close what is still to be read. */
    void kill() {
        process.toHandle().destroyForcibly();
    }

    int exitCode() throws InterruptedException {
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
        return line == null ? "gone" : line.substring(MigratingChild.ANSWER.length());
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
