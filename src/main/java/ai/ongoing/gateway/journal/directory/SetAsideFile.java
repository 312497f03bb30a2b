package ai.ongoing.gateway.journal.directory;

import ai.ongoing.gateway.journal.FinishedCall;
import ai.ongoing.gateway.journal.JournalException;
import ai.ongoing.gateway.journal.format.RecordBuffer;
import ai.ongoing.gateway.journal.format.RecordEncoding;
import ai.ongoing.gateway.journal.format.SegmentHeader;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Calls that the store refused for good, with the reason, kept for an operator to look at and to replay. Made when it is
 * needed first. Thread-safe.
 */
public final class SetAsideFile implements AutoCloseable {

    /** Only calls of a batch that was not released come again. They are the last of the file, and a batch is smaller. */
    private static final int REMEMBERED = 4096;

    private final Path path;
    private final SegmentHeader header;
    private final long maxBytes;
    private final RecordBuffer buffer = new RecordBuffer();
    private @Nullable SteadyFile file;
    private long end;

    /** Their ids. */
    private final LinkedHashSet<String> newest = new LinkedHashSet<>();

    /** By this process; whether an earlier one came that far is not known. */
    private boolean nameSynced;

    public SetAsideFile(Path path, SegmentHeader header, long maxBytes) {
        this.path = path;
        this.header = header;
        this.maxBytes = maxBytes;
    }

    /**
     * Appends a call, unless it is kept already: a process may end, or meet a fault, after a call was set aside and before
     * its batch was released, and then it comes again.
     *
     * @return false when the file is as large as it may become
     */
    public synchronized boolean add(FinishedCall call, String reason) throws IOException {
        SteadyFile to = opened();
        String id = call.completion().traceId();
        if (newest.contains(id)) {
            return true;
        }
        try {
            if (end == 0) {
                ByteBuffer start = header.bytes();
                int size = start.remaining();
                to.write(start, 0);
                end = size;
            }
            ByteBuffer frame = RecordEncoding.setAside(buffer, call, reason);
            int size = frame.remaining();
            if (end + size > maxBytes) {
                return false;
            }
            to.write(frame, end);
            secure(to);
            end += size;
            remember(id);
            return true;
        } catch (IOException e) {
            cutBack(to, e);
            throw e;
        }
    }

    /** A call that is declared lost must not be a record after a restart. */
    private void cutBack(SteadyFile file, IOException why) {
        try {
            file.truncate(end);
        } catch (IOException e) {
            // The next call is written over it; a start that comes sooner finds the lost call among those kept.
            why.addSuppressed(e);
        }
    }

    private void secure(SteadyFile written) throws IOException {
        written.sync();
        Path directory = path.getParent();
        if (!nameSynced && directory != null) {
            JournalDirectory.sync(directory);
            nameSynced = true;
        }
    }

    /**
     * Reads every call that is kept, oldest first and each once, whatever an older program wrote twice; damage in between is
     * passed over.
     *
     * @throws IOException also when a record is none to this version: whoever takes the file away then would lose it
     */
    public synchronized List<FinishedCall> calls() throws IOException {
        if (Files.notExists(path)) {
            return List.of();
        }
        Map<String, FinishedCall> calls = new LinkedHashMap<>();
        SteadyFile from = opened();
        SetAsideRecords records = SetAsideRecords.read(
                path,
                from::read,
                end,
                (call, _) -> calls.putIfAbsent(call.completion().traceId(), call));
        if (records.unreadable() > 0) {
            throw new IOException(records.unreadable() + " of the records in " + path
                    + " cannot be read by this version of the program; run ongoingai journal replay --set-aside with"
                    + " the version that wrote them, or move the file away");
        }
        return List.copyOf(calls.values());
    }

    /** Takes the file away, once its calls are elsewhere. */
    public synchronized void delete() throws IOException {
        close();
        end = 0;
        nameSynced = false;
        Files.deleteIfExists(path);
    }

    /** Makes the file again where it was taken away; one that was never opened is not ours to miss. */
    public synchronized boolean restore() throws IOException {
        SteadyFile known = file;
        if (known == null || !known.restore(end)) {
            return false;
        }
        nameSynced = false;
        secure(known);
        return true;
    }

    private SteadyFile opened() throws IOException {
        SteadyFile known = file;
        if (known != null) {
            return known;
        }
        SteadyFile opened = SteadyFile.open(path);
        file = opened;
        end = opened.size();
        newest.clear();
        try {
            SetAsideRecords.read(
                    path,
                    opened::read,
                    end,
                    (call, _) -> remember(call.completion().traceId()));
        } catch (JournalException newer) {
            // Which calls a newer program kept is not for this one to know; it adds its own.
        } catch (IOException e) {
            close();
            throw e;
        }
        return opened;
    }

    private void remember(String id) {
        if (newest.add(id) && newest.size() > REMEMBERED) {
            newest.removeFirst();
        }
    }

    @Override
    public synchronized void close() throws IOException {
        SteadyFile opened = file;
        file = null;
        if (opened != null) {
            opened.close();
        }
    }
}
