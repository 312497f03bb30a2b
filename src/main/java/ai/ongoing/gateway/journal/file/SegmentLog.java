package ai.ongoing.gateway.journal.file;

import ai.ongoing.gateway.journal.directory.JournalDirectory;
import ai.ongoing.gateway.journal.directory.Reserve;
import ai.ongoing.gateway.journal.format.SegmentHeader;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.NoSuchFileException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The segments, oldest first, the last of which is appended to. Guarded by the
 * journal's lock. {@link Keeper} has the next segment ready before it is needed, and syncs where that is asked
 * for: an event loop neither makes a file nor waits for a disk.
 */
final class SegmentLog {

    private static final Logger LOG = LoggerFactory.getLogger(FileJournal.class);

    private final JournalDirectory directory;
    private final JournalSettings settings;
    private final SegmentHeader header;
    private final Deque<Segment> segments = new ArrayDeque<>();
    private @Nullable Segment spare;
    private long lastNumber;
    private final AtomicLong held = new AtomicLong();
    private List<Segment> unsynced = new ArrayList<>();
    private final Runnable keeper;
    private final Reserve reserve;

    /**
     * A log without segments.
     *
     * @param header that of the journal; each segment gets it with its own number
     * @param keeper is told that the spare segment was used up
     */
    SegmentLog(JournalDirectory directory, JournalSettings settings, SegmentHeader header, Runnable keeper) {
        this.keeper = keeper;
        this.directory = directory;
        this.settings = settings;
        this.header = header;
        this.reserve = directory.reserve(settings.reserveBytes());
    }

    /** Takes over what earlier processes left, oldest first, and begins a segment of its own. */
    void begin(List<Segment> found, long highestNumber) throws IOException {
        segments.addAll(found);
        lastNumber = highestNumber;
        for (Segment segment : found) {
            held.addAndGet(segment.end());
        }
        long number = ++lastNumber;
        add(reserve.helping(0, () -> made(number)));
    }

    /**
     * Appends a frame.
     *
     * @return the segment it went to; null when it finds no room
     * @throws IOException when the file system has no room, or worse; the log stays as it was
     */
    @Nullable
    Segment append(ByteBuffer frame, Room room) throws IOException {
        return hasRoomFor(frame.remaining(), room) ? put(frame) : null;
    }

    /** Appends whatever the journal's bounds say, on a full disk with the room kept for that. */
    Segment appendAnyway(ByteBuffer frame) throws IOException {
        return reserve.helping(frame.remaining(), () -> put(frame));
    }

    private Segment put(ByteBuffer frame) throws IOException {
        int size = frame.remaining();
        Segment current = segments.getLast();
        if (current.end() + size > settings.segmentBytes() && current.end() > current.from()) {
            current = roll();
        }
        try {
            current.append(frame);
        } catch (IOException full) {
            if (spare == null || current.end() == current.from()) {
                throw full;
            }
            // A disk smaller than a segment: only a segment that is not the last can be given back, and with it the
            // room.
            current = roll();
            current.append(frame);
        }
        held.addAndGet(size);
        return current;
    }

    /** Whether the files would take a record of this size; trying it out keeps appends waiting as long as its own would. */
    boolean takes(int size) throws IOException {
        Segment current = segments.getLast();
        boolean full = current.end() + size > settings.segmentBytes() && current.end() > current.from();
        // The next segment is the keeper's to make: where there is none, no file could be made just now.
        Segment next = full ? spare : current;
        if (next == null) {
            return false;
        }
        next.tryOut(size);
        return true;
    }

    private Segment roll() throws IOException {
        Segment prepared = spare;
        spare = null;
        Segment fresh = prepared == null ? made(++lastNumber) : prepared;
        add(fresh);
        keeper.run();
        return fresh;
    }

    private void add(Segment fresh) {
        segments.add(fresh);
        held.addAndGet(fresh.end());
        if (settings.syncToDisk()) {
            unsynced.add(fresh);
        }
    }

    /** Bytes in all segments; may be asked without the lock. */
    long held() {
        return held.get();
    }

    boolean hasRoomFor(long bytes, Room room) {
        return held.get() + bytes <= room.limit(settings.maxBytes());
    }

    Segment oldest() {
        return segments.getFirst();
    }

    Segment current() {
        return segments.getLast();
    }

    /** The segment behind this one; null when it is the last. */
    @Nullable
    Segment after(Segment segment) {
        if (segment == segments.getLast()) {
            return null;
        }
        Iterator<Segment> all = segments.iterator();
        while (all.hasNext()) {
            if (all.next() == segment) {
                return all.next();
            }
        }
        return segments.getFirst();
    }

    /** Takes the oldest segment out; its file is the caller's to delete. */
    Segment dropOldest() {
        Segment dropped = segments.removeFirst();
        held.addAndGet(-dropped.end());
        unsynced.remove(dropped);
        return dropped;
    }

    /** The number of the segment that is to be made ready next; 0 when one is ready. */
    long wantedSpare() {
        return spare == null ? ++lastNumber : 0;
    }

    /** Makes the file of a segment; needs no lock. */
    Segment made(long number) throws IOException {
        try {
            return Segment.create(directory.segment(number), header.numbered(number));
        } catch (NoSuchFileException e) {
            // Somebody took the directory away; whatever else was in it comes back with the keeper's next round.
            directory.makeAgain();
            return Segment.create(directory.segment(number), header.numbered(number));
        }
    }

    /** All segments, for whoever looks at them without the lock. */
    List<Segment> all() {
        List<Segment> now = new ArrayList<>(segments);
        if (spare != null) {
            now.add(spare);
        }
        return now;
    }

    /** Stops appending to segments whose files are gone. */
    void leave(List<Segment> gone) throws IOException {
        if (spare != null && gone.contains(spare)) {
            spare.close();
            spare = null;
        }
        if (gone.contains(current())) {
            roll();
        }
    }

    /**
     * Takes a segment for later use.
     *
     * @return false when a later one was begun while it was made: numbers are the order of the records, so it is too late
     */
    boolean spare(Segment ready) {
        if (ready.number() < current().number()) {
            return false;
        }
        spare = ready;
        return true;
    }

    /** Segments that may hold something that is not on the disk; the last one stays among them. */
    List<Segment> toSync() {
        List<Segment> now = unsynced;
        unsynced = new ArrayList<>(List.of(segments.getLast()));
        return now;
    }

    /** These were not synced after all. */
    void unsynced(List<Segment> segments) {
        for (Segment segment : segments) {
            if (!unsynced.contains(segment)) {
                unsynced.add(segment);
            }
        }
    }

    /**
     * Brings what these hold, and their names, to the disk, where that is asked for. Waits for the disk, and needs no
     * lock.
     */
    void secure(Collection<Segment> some) throws IOException {
        if (settings.syncToDisk() && !some.isEmpty()) {
            for (Segment segment : some) {
                segment.sync();
            }
            directory.sync();
        }
    }

    /** Room for a full disk. Needs no lock. */
    Reserve reserve() {
        return reserve;
    }

    /** Closes all files; when nothing in them is needed any more, they are removed. */
    void close(boolean settled) throws IOException {
        if (spare != null) {
            end(spare, true);
            spare = null;
        }
        for (Segment segment : segments) {
            end(segment, settled || (segment.end() == segment.from() && !segment.hasOpenCalls()));
        }
        segments.clear();
        held.set(0);
        if (settled) {
            reserve.end();
        }
    }

    private static void end(Segment segment, boolean remove) {
        try {
            if (remove) {
                segment.delete();
            } else {
                segment.close();
            }
        } catch (IOException e) {
            LOG.atWarn()
                    .addKeyValue("segment", segment.number())
                    .addKeyValue("error", e.getMessage())
                    .log("a segment of the journal was not closed cleanly; nothing in it is lost");
        }
    }
}
