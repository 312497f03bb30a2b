package ai.ongoing.gateway.journal.format;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.UUID;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * The beginning of every file of a journal: magic (8 bytes), format version (2), length of the header (2), CRC32C of all
 * that follows (4), number of the file (8), the journal's id (16), the store its calls are meant for (UTF-8). The first
 * sixteen bytes keep this meaning in every version, so that an older program can say that a newer one was here.
 *
 * @param version of the format
 * @param number of the segment, from 1; 0 for a file that is none
 * @param journal made once for a directory
 * @param store kind and place of the store, without secrets
 */
public record SegmentHeader(int version, long number, UUID journal, String store) {

    /** What this program writes. */
    public static final int VERSION = 1;

    private static final byte[] MAGIC = "OngoJrnl".getBytes(StandardCharsets.US_ASCII);
    private static final int VERSION_AT = 8;
    private static final int LENGTH_AT = 10;
    private static final int CRC_AT = 12;
    private static final int NUMBER_AT = 16;
    private static final int STORE_AT = 40;
    private static final int MOST_STORE_BYTES = 2048;

    /** Most bytes a header takes. */
    public static final int MOST_BYTES = STORE_AT + MOST_STORE_BYTES;

    public SegmentHeader(long number, UUID journal, String store) {
        this(VERSION, number, journal, store);
    }

    /** The header of another file of the same journal. */
    public SegmentHeader numbered(long other) {
        return new SegmentHeader(version, other, journal, store);
    }

    /** The header as it stands in a file. */
    public ByteBuffer bytes() {
        byte[] place = store.getBytes(StandardCharsets.UTF_8);
        int size = STORE_AT + Math.min(place.length, MOST_STORE_BYTES);
        ByteBuffer bytes = ByteBuffer.allocate(size);
        bytes.put(MAGIC).putShort((short) version).putShort((short) size).putInt(0);
        bytes.putLong(number)
                .putLong(journal.getMostSignificantBits())
                .putLong(journal.getLeastSignificantBits())
                .put(place, 0, size - STORE_AT);
        return bytes.putInt(CRC_AT, checksum(bytes.array(), size)).flip();
    }

    /** Bytes this header takes. */
    public int size() {
        return bytes().remaining();
    }

    /** The header at the beginning of a file; null when it is damaged or none of ours. */
    public static @Nullable SegmentHeader read(byte[] start) {
        if (start.length < STORE_AT || !Arrays.equals(start, 0, MAGIC.length, MAGIC, 0, MAGIC.length)) {
            return null;
        }
        ByteBuffer bytes = ByteBuffer.wrap(start);
        int size = Short.toUnsignedInt(bytes.getShort(LENGTH_AT));
        if (size < STORE_AT || size > start.length || checksum(start, size) != bytes.getInt(CRC_AT)) {
            return null;
        }
        return new SegmentHeader(
                Short.toUnsignedInt(bytes.getShort(VERSION_AT)),
                bytes.getLong(NUMBER_AT),
                new UUID(bytes.getLong(NUMBER_AT + 8), bytes.getLong(NUMBER_AT + 16)),
                new String(start, STORE_AT, size - STORE_AT, StandardCharsets.UTF_8));
    }

    /** The version in front of the checksum counts, too: a flipped bit there must not look like a newer program. */
    private static int checksum(byte[] bytes, int size) {
        CRC32C crc = new CRC32C();
        crc.update(bytes, 0, CRC_AT);
        crc.update(bytes, NUMBER_AT, size - NUMBER_AT);
        return (int) crc.getValue();
    }
}
