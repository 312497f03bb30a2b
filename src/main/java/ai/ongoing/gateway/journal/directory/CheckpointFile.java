package ai.ongoing.gateway.journal.directory;

import ai.ongoing.gateway.journal.JournalPosition;
import ai.ongoing.gateway.journal.format.SegmentHeader;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * How far the store has got, and the totals of the books at that place. Two slots are written in turn, so that a torn
 * write leaves the other one; the file never grows, so that a full disk does not stop it. Guarded by its owner's lock.
 */
public final class CheckpointFile implements AutoCloseable {

    private static final int[] SLOTS_AT = {4096, 8192};
    /** What every version of this program reads and writes: six numbers and their checksum. */
    private static final int OLD_BYTES = 7 * Long.BYTES;
    /** Behind that, of the same slot: four numbers more, and a checksum of all. */
    private static final int SLOT_BYTES = OLD_BYTES + 5 * Long.BYTES;

    private final SteadyFile file;
    private final SegmentHeader header;
    private final ByteBuffer slot = ByteBuffer.allocate(SLOT_BYTES);
    private long sequence;

    private CheckpointFile(SteadyFile file, SegmentHeader header, long sequence) {
        this.file = file;
        this.sequence = sequence;
        this.header = header;
    }

    /**
     * A place and the totals there.
     *
     * @param position everything before it has met its fate
     * @param taken null when an older program wrote it
     */
    public record Checkpoint(
            JournalPosition position,
            long stored,
            long setAside,
            long lost,
            @Nullable Taken taken) {

        public static final Checkpoint NONE =
                new Checkpoint(JournalPosition.START, 0, 0, 0, new Taken(0, 0, JournalPosition.START));

        /** Whether a record that stands there was written before this. */
        public boolean covers(JournalPosition at) {
            return taken != null && at.compareTo(taken.end()) < 0;
        }
    }

    /**
     * Calls let through since the journal was made, when its log ended at a place: admissions that stand behind it are not
     * among them.
     *
     * @param unnoted of these, calls in flight whose admission found no room
     */
    public record Taken(long calls, long unnoted, JournalPosition end) {}

    /** What stood in a file; the header is null when it is damaged or there is none. */
    public record Contents(@Nullable SegmentHeader header, Checkpoint checkpoint, long sequence) {}

    /** Reads without changing anything; a missing file has nothing in it. */
    public static Contents read(Path path) throws IOException {
        if (Files.notExists(path)) {
            return new Contents(null, Checkpoint.NONE, 0);
        }
        try (FileChannel file = FileChannel.open(path)) {
            return read(file);
        }
    }

    private static Contents read(FileChannel file) throws IOException {
        byte[] start = new byte[SegmentHeader.MOST_BYTES];
        file.read(ByteBuffer.wrap(start), 0);
        Checkpoint best = Checkpoint.NONE;
        long newest = 0;
        for (int at : SLOTS_AT) {
            ByteBuffer slot = ByteBuffer.allocate(SLOT_BYTES);
            file.read(slot, at); // what a short file lacks stays zero
            if (sealed(slot, OLD_BYTES) && slot.getLong(0) > newest) {
                newest = slot.getLong(0);
                best = new Checkpoint(
                        new JournalPosition(slot.getLong(8), slot.getLong(16)),
                        slot.getLong(24),
                        slot.getLong(32),
                        slot.getLong(40),
                        taken(slot));
            }
        }
        return new Contents(SegmentHeader.read(start), best, newest);
    }

    /** Null when the slot was last written by a program that knew nothing of it. */
    private static @Nullable Taken taken(ByteBuffer slot) {
        return sealed(slot, SLOT_BYTES)
                ? new Taken(slot.getLong(56), slot.getLong(64), new JournalPosition(slot.getLong(72), slot.getLong(80)))
                : null;
    }

    /** Opens for writing; the header is written anew, whatever stood there. */
    public static CheckpointFile open(Path path, UUID journal, String store, long sequence) throws IOException {
        SegmentHeader header = new SegmentHeader(0, journal, store);
        SteadyFile file = SteadyFile.open(path);
        file.write(header.bytes(), 0);
        return new CheckpointFile(file, header, sequence);
    }

    public SegmentHeader header() {
        return header;
    }

    public void write(Checkpoint checkpoint) throws IOException {
        sequence++;
        slot.clear();
        slot.putLong(sequence)
                .putLong(checkpoint.position().segment())
                .putLong(checkpoint.position().offset())
                .putLong(checkpoint.stored())
                .putLong(checkpoint.setAside())
                .putLong(checkpoint.lost());
        seal(OLD_BYTES);
        Taken taken = checkpoint.taken();
        if (taken != null) {
            slot.putLong(taken.calls())
                    .putLong(taken.unnoted())
                    .putLong(taken.end().segment())
                    .putLong(taken.end().offset());
            seal(SLOT_BYTES);
        }
        slot.flip();
        file.write(slot, SLOTS_AT[(int) (sequence % SLOTS_AT.length)]);
    }

    /** Makes the file again where it was taken away. */
    public boolean restore() throws IOException {
        return file.restore(file.size());
    }

    public void sync() throws IOException {
        file.sync();
    }

    private void seal(int bytes) {
        slot.putLong(checksum(slot, bytes));
    }

    private static boolean sealed(ByteBuffer slot, int bytes) {
        return slot.getLong(bytes - Long.BYTES) == checksum(slot, bytes);
    }

    /** Of all but the last number, which is the checksum. */
    private static long checksum(ByteBuffer slot, int bytes) {
        CRC32C crc = new CRC32C();
        crc.update(slot.slice(0, bytes - Long.BYTES));
        return crc.getValue();
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
