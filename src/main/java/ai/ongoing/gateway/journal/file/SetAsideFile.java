package ai.ongoing.gateway.journal.file;

import ai.ongoing.gateway.journal.FinishedCall;
import ai.ongoing.gateway.journal.format.RecordBuffer;
import ai.ongoing.gateway.journal.format.RecordEncoding;
import ai.ongoing.gateway.journal.format.SegmentHeader;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Calls that the store refused for good, with the reason, kept for an operator to look at and to replay. Made when it is
 * needed first. Used by the draining thread alone.
 */
final class SetAsideFile implements AutoCloseable {

    private final Path path;
    private final SegmentHeader header;
    private final long maxBytes;
    private final RecordBuffer buffer = new RecordBuffer();
    private @Nullable SteadyFile file;
    private long end;

    SetAsideFile(Path path, SegmentHeader header, long maxBytes) {
        this.path = path;
        this.header = header;
        this.maxBytes = maxBytes;
    }

    /**
     * Appends a call.
     *
     * @return false when the file is as large as it may become
     */
    boolean add(FinishedCall call, String reason) throws IOException {
        SteadyFile to = opened();
        ByteBuffer frame = RecordEncoding.setAside(buffer, call, reason);
        int size = frame.remaining();
        if (end + size > maxBytes) {
            return false;
        }
        to.write(frame, end);
        end += size;
        to.sync();
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
        if (end == 0) {
            ByteBuffer start = header.bytes();
            end = start.remaining();
            opened.write(start, 0);
        }
        return opened;
    }

    @Override
    public void close() throws IOException {
        SteadyFile opened = file;
        file = null;
        if (opened != null) {
            opened.close();
        }
    }
}
