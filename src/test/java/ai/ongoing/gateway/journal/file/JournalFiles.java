package ai.ongoing.gateway.journal.file;

import ai.ongoing.gateway.journal.BodyRecord;
import ai.ongoing.gateway.journal.FinishedCall;
import ai.ongoing.gateway.journal.JournalBatch;
import ai.ongoing.gateway.journal.JournalBatch.Unstored;
import ai.ongoing.gateway.journal.JournalBounds;
import ai.ongoing.gateway.journal.directory.JournalDirectory;
import ai.ongoing.gateway.testkit.Calls;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** What the tests of journals do to them, and to their files. */
final class JournalFiles {

    static final long MIB = 1024 * 1024;
    static final String STORE = "a store";

    private JournalFiles() {}

    static FileJournal open(Path directory, long maxBytes) {
        FileJournal journal = new FileJournal(new JournalSettings(directory, maxBytes, false));
        journal.open(STORE);
        return journal;
    }

    static boolean complete(FileJournal journal, String id) {
        Calls call = Calls.ordinary().id(id);
        return journal.admit(call.admission()).complete(call.completion(), null);
    }

    static boolean complete(FileJournal journal, String id, int bodyBytes) {
        Calls call = Calls.ordinary().id(id);
        BodyRecord body = call.body(new byte[bodyBytes], new byte[bodyBytes], "gzip");
        return journal.admit(call.admission()).complete(call.completionBeforeBody(), body);
    }

    /** Takes and releases all that waits. */
    static List<FinishedCall> drained(FileJournal journal) {
        List<FinishedCall> calls = new ArrayList<>();
        while (journal.backlog().calls() > 0) {
            JournalBatch batch = journal.take(new JournalBounds(1000, MIB));
            calls.addAll(batch.calls());
            journal.release(batch, Unstored.NONE);
        }
        return calls;
    }

    static List<String> ids(List<FinishedCall> calls) {
        return calls.stream().map(call -> call.completion().traceId()).toList();
    }

    /** What the death of the process leaves: files as they are at this moment. */
    static Path copy(Path directory, String name) throws IOException {
        Path copy = Files.createDirectory(directory.resolveSibling(name));
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                try {
                    Files.copy(file, copy.resolve(file.getFileName()));
                } catch (NoSuchFileException spare) {
                    // A segment made ahead that came too late to be used: it is taken away again, and holds nothing.
                }
            }
        }
        return copy;
    }

    static List<Path> segments(Path directory) throws IOException {
        return new JournalDirectory(directory).segments();
    }
}
