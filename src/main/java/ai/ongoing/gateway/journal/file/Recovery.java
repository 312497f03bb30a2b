package ai.ongoing.gateway.journal.file;

import ai.ongoing.gateway.journal.JournalException;
import ai.ongoing.gateway.journal.JournalPosition;
import ai.ongoing.gateway.journal.file.CheckpointFile.Checkpoint;
import ai.ongoing.gateway.journal.format.FrameScanner;
import ai.ongoing.gateway.journal.format.SegmentHeader;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Reads what an earlier process left, and opens its segments. Memory grows with the calls that were under way at once,
 * not with what waits. Damage costs the records it hit and never the start.
 */
final class Recovery {

    private final JournalDirectory directory;
    private final Checkpoint checkpoint;
    private final @Nullable UUID journal;
    private final String store;
    private final List<Segment> segments = new ArrayList<>();
    private final Findings findings = new Findings();
    private long highestNumber;
    private @Nullable String otherStore;

    /**
     * What is left of an earlier process is read against its checkpoint.
     *
     * @param store what the calls should be meant for
     * @param journal the directory's journal; null when its checkpoint file does not say, and then all is read again
     */
    Recovery(JournalDirectory directory, Checkpoint checkpoint, @Nullable UUID journal, String store) {
        this.directory = directory;
        this.checkpoint = checkpoint;
        this.journal = journal;
        this.store = store;
    }

    /** Reads every segment; nothing is changed but that a torn end is cut off. */
    void run() throws IOException {
        highestNumber = checkpoint.position().segment();
        List<Path> files = directory.segments();
        for (Path file : files) {
            read(file, file.equals(files.getLast()));
        }
    }

    private void read(Path path, boolean last) throws IOException {
        SteadyFile file = SteadyFile.open(path);
        long size = file.size();
        byte[] start = new byte[SegmentHeader.MOST_BYTES];
        file.read(ByteBuffer.wrap(start), 0);
        SegmentHeader header = SegmentHeader.read(start);
        refuseNewer(header, path);
        if (header != null && !header.store().equals(store)) {
            otherStore = header.store();
        }
        long number = JournalDirectory.number(path);
        highestNumber = Math.max(highestNumber, number);
        JournalPosition released = released(header, number);
        long from = header == null ? 0 : header.size();
        long end = findings.read(new FrameScanner(file::read, from), number, size, released);
        if (last && end < size) {
            file.truncate(end);
        }
        segments.add(Segment.found(number, path, file, unreleased(number, from, end, released), end));
    }

    /** What is not where it should be is read whole: the store knows a trace by its id, so twice is once. */
    private JournalPosition released(@Nullable SegmentHeader header, long number) {
        boolean own =
                header != null && header.number() == number && header.journal().equals(journal);
        return own ? checkpoint.position() : JournalPosition.START;
    }

    private static long unreleased(long number, long from, long end, JournalPosition released) {
        if (number < released.segment()) {
            return end;
        }
        return number == released.segment() ? Math.clamp(released.offset(), from, end) : from;
    }

    static void refuseNewer(@Nullable SegmentHeader header, Path path) {
        if (header != null && header.version() > SegmentHeader.VERSION) {
            throw new JournalException("tracing.journal.path " + path.getParent() + " was written by a newer version of"
                    + " this program (format " + header.version() + " in " + path.getFileName()
                    + ", this one reads up to " + SegmentHeader.VERSION
                    + "); start that version once so that it stores what waits, or choose another"
                    + " tracing.journal.path");
        }
    }

    List<Segment> segments() {
        return segments;
    }

    Findings findings() {
        return findings;
    }

    /** The store for which calls were left behind, when it is another than ours. */
    @Nullable
    String otherStore() {
        return findings.waiting() > 0 || !findings.interrupted().isEmpty() ? otherStore : null;
    }

    long highestNumber() {
        return highestNumber;
    }

    /** Closes what was opened, for a start that goes no further. */
    void abandon() throws IOException {
        for (Segment segment : segments) {
            segment.close();
        }
    }
}
