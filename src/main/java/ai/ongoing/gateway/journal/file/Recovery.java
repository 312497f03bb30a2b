package ai.ongoing.gateway.journal.file;

import ai.ongoing.gateway.journal.AdmissionRecord;
import ai.ongoing.gateway.journal.JournalException;
import ai.ongoing.gateway.journal.JournalPosition;
import ai.ongoing.gateway.journal.file.CheckpointFile.Checkpoint;
import ai.ongoing.gateway.journal.format.FrameScanner;
import ai.ongoing.gateway.journal.format.RecordDecoding;
import ai.ongoing.gateway.journal.format.RecordDecoding.Admitted;
import ai.ongoing.gateway.journal.format.RecordDecoding.Completed;
import ai.ongoing.gateway.journal.format.SegmentHeader;
import ai.ongoing.gateway.journal.format.UnreadableRecordException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Reads what an earlier process left: which calls ended and were not released, which never ended. Memory grows with the
 * calls that were under way at once, not with what waits. Damage costs the records it hit and never the start.
 */
final class Recovery {

    private final JournalDirectory directory;
    private final Checkpoint checkpoint;
    private final @Nullable UUID journal;
    private final String store;
    private final List<Segment> segments = new ArrayList<>();
    private final Map<String, AdmissionRecord> open = new LinkedHashMap<>();
    private final Set<String> endedBeforeAdmission = new HashSet<>();
    private long waiting;
    private long damagedBytes;
    private long unreadable;
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
        this.store = store;
        this.checkpoint = checkpoint;
        this.journal = journal;
    }

    /** Reads every segment; nothing is changed but that a torn end is cut off. */
    void run() throws IOException {
        highestNumber = checkpoint.position().segment();
        List<Path> files = directory.segments();
        for (Path file : files) {
            read(file, file.equals(files.getLast()));
        }
        open.keySet().removeAll(endedBeforeAdmission);
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
        // What is not where it should be is read whole: the store knows a trace by its id, so twice is once.
        boolean own =
                header != null && header.number() == number && header.journal().equals(journal);
        long from = header == null ? 0 : header.size();
        JournalPosition released = own ? checkpoint.position() : JournalPosition.START;
        long end = scan(file, number, from, new Extent(size, released));
        if (last && end < size) {
            file.truncate(end);
        }
        long unreleased = number == released.segment() ? Math.max(from, released.offset()) : from;
        boolean done = number < released.segment();
        segments.add(Segment.found(number, path, file, done ? end : Math.min(unreleased, end), end));
    }

    /** How far a file goes, and how far its records have met their fate. */
    private record Extent(long size, JournalPosition released) {}

    private long scan(SteadyFile file, long number, long from, Extent extent) throws IOException {
        FrameScanner scanner = new FrameScanner(file::read, from);
        long end = from;
        while (scanner.advance(extent.size())) {
            end = scanner.end();
            boolean released = new JournalPosition(number, scanner.start()).compareTo(extent.released()) < 0;
            note(scanner, released);
        }
        damagedBytes += scanner.damaged();
        return end;
    }

    private void note(FrameScanner scanner, boolean released) {
        try {
            switch (RecordDecoding.decoded(scanner.type(), scanner.version(), scanner.payload())) {
                case Admitted(AdmissionRecord call) -> open.put(call.traceId(), call);
                case Completed ended -> {
                    if (open.remove(ended.call().traceId()) == null) {
                        endedBeforeAdmission.add(ended.call().traceId());
                    }
                    if (!released) {
                        waiting++;
                    }
                }
                default -> {
                    // Bodies are met again, and joined with their calls, when the journal is drained.
                }
            }
        } catch (UnreadableRecordException e) {
            unreadable++;
        }
    }

    private static void refuseNewer(@Nullable SegmentHeader header, Path path) {
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

    /** Calls that were let through and never ended, oldest first. */
    List<AdmissionRecord> interrupted() {
        return List.copyOf(open.values());
    }

    /** Calls that ended and were not released. */
    long waiting() {
        return waiting;
    }

    /** The store for which calls were left behind, when it is another than ours. */
    @Nullable
    String otherStore() {
        return waiting > 0 || !open.isEmpty() ? otherStore : null;
    }

    long damagedBytes() {
        return damagedBytes;
    }

    long unreadable() {
        return unreadable;
    }

    long highestNumber() {
        return highestNumber;
    }
}
