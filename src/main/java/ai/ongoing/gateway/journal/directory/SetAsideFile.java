package ai.ongoing.gateway.journal.directory;

import ai.ongoing.gateway.journal.FinishedCall;
import ai.ongoing.gateway.journal.format.FrameScanner;
import ai.ongoing.gateway.journal.format.RecordBuffer;
import ai.ongoing.gateway.journal.format.RecordDecoding;
import ai.ongoing.gateway.journal.format.RecordDecoding.SetAside;
import ai.ongoing.gateway.journal.format.RecordEncoding;
import ai.ongoing.gateway.journal.format.SegmentHeader;
import ai.ongoing.gateway.journal.format.UnreadableRecordException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Calls that the store refused for good, with the reason, kept for an operator to look at and to replay. Made when it is
 * needed first. Thread-safe.
 */
public final class SetAsideFile implements AutoCloseable {

    private final Path path;
    private final SegmentHeader header;
    private final long maxBytes;
    private final RecordBuffer buffer = new RecordBuffer();
    private @Nullable SteadyFile file;
    private long end;

    /** By this process; whether an earlier one came that far is not known. */
    private boolean nameSynced;

    public SetAsideFile(Path path, SegmentHeader header, long maxBytes) {
        this.path = path;
        this.header = header;
        this.maxBytes = maxBytes;
    }

    /**
     * Appends a call.
     *
     * @return false when the file is as large as it may become
     */
    public synchronized boolean add(FinishedCall call, String reason) throws IOException {
        SteadyFile to = opened();
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

    /** Reads every call that is kept, oldest first; damage in between is passed over. */
    public synchronized List<FinishedCall> calls() throws IOException {
        List<FinishedCall> calls = new ArrayList<>();
        if (Files.notExists(path)) {
            return calls;
        }
        SteadyFile from = opened();
        FrameScanner scanner = new FrameScanner(from::read, 0);
        while (scanner.advance(end)) {
            try {
                if (RecordDecoding.decoded(scanner.type(), scanner.version(), scanner.payload())
                        instanceof SetAside(FinishedCall call, String _)) {
                    calls.add(call);
                }
            } catch (UnreadableRecordException e) {
                throw new IOException("the file of calls set aside holds " + e.getMessage(), e);
            }
        }
        return calls;
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
        return opened;
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
