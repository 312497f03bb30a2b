package ai.ongoing.gateway.journal.format;

import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/**
 * The envelope of a record: marker (4 bytes), CRC32C of all that follows (4), length of what follows the length (4), type
 * (1), version (1), payload. Big-endian. The marker lets a reader find the next record behind damage; the checksum tells
 * a record from bytes that look like one.
 */
final class Frame {

    static final int MARKER = 0x4F_67_4A_72; // "OgJr"
    static final int CRC_AT = 4;
    static final int LENGTH_AT = 8;
    static final int TYPE_AT = 12;
    static final int VERSION_AT = 13;
    static final int PAYLOAD_AT = 14;

    /** Type and version: the least that can follow a length. */
    static final int LEAST_LENGTH = PAYLOAD_AT - TYPE_AT;

    private Frame() {}

    /** Fills in marker, length and checksum of a frame that ends at the position, and makes it ready to be written. */
    static void seal(ByteBuffer frame, CRC32C crc) {
        int size = frame.position();
        frame.putInt(0, MARKER);
        frame.putInt(LENGTH_AT, size - TYPE_AT);
        crc.reset();
        crc.update(frame.flip().position(LENGTH_AT));
        frame.putInt(CRC_AT, (int) crc.getValue());
        frame.rewind();
    }

    /** Whether an intact frame stands at {@code at}, where {@code available} bytes are readable. */
    static boolean intact(byte[] bytes, int at, int size) {
        CRC32C crc = new CRC32C();
        crc.update(bytes, at + LENGTH_AT, size - LENGTH_AT);
        return (int) crc.getValue() == ByteBuffer.wrap(bytes).getInt(at + CRC_AT);
    }
}
