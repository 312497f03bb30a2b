package ai.ongoing.gateway.transfer.archive;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Optional;
import java.util.zip.CRC32;

/**
 * The first {@value #BYTES} bytes of a block: the header of a gzip member (RFC 1952) whose extra field says what follows
 * and protects it. The length is there so that a reader can go on behind a damaged block; the header has a checksum of
 * its own so that a cut file is told from an altered length.
 *
 * @param length of the whole block, this header included
 * @param restCrc CRC-32 of everything in the block behind this header
 */
record BlockHead(BlockKind kind, int length, int restCrc) {

    static final int BYTES = 29;

    /** Magic, deflate, an extra field follows, no time, no hints, unknown system, 17 bytes of extra field, ours: 13. */
    private static final byte[] FIXED = {0x1f, (byte) 0x8b, 8, 4, 0, 0, 0, 0, 0, (byte) 0xff, 17, 0, 'O', 'A', 13, 0};

    private static final int CRC_AT = BYTES - Integer.BYTES;

    byte[] bytes() {
        ByteBuffer head = ByteBuffer.allocate(BYTES).order(ByteOrder.LITTLE_ENDIAN);
        head.put(FIXED).put(kind.code()).putInt(length).putInt(restCrc);
        head.putInt(crc(head.array(), 0, CRC_AT));
        return head.array();
    }

    /** The header that begins at a place, unless what stands there is none or an altered one. */
    static Optional<BlockHead> at(byte[] bytes, int from) {
        ByteBuffer head = ByteBuffer.wrap(bytes, from, BYTES).order(ByteOrder.LITTLE_ENDIAN);
        boolean intact = startsLikeOne(bytes, from) && crc(bytes, from, CRC_AT) == head.getInt(from + CRC_AT);
        if (!intact) {
            return Optional.empty();
        }
        head.position(from + FIXED.length);
        return Optional.of(new BlockHead(BlockKind.of(head.get()), head.getInt(), head.getInt()));
    }

    /** Whether the fixed part stands there. */
    static boolean startsLikeOne(byte[] bytes, int from) {
        return Arrays.equals(bytes, from, from + FIXED.length, FIXED, 0, FIXED.length);
    }

    /** Whether a file that begins so was once a backup: one bit more or less does not make it another file. */
    static boolean resembles(byte[] start) {
        int alike = 0;
        for (int i = 0; i < Math.min(start.length, FIXED.length); i++) {
            alike += start[i] == FIXED[i] ? 1 : 0;
        }
        return start.length > 0 && alike >= Math.min(start.length, FIXED.length) - 1;
    }

    static int crc(byte[] bytes, int from, int length) {
        CRC32 crc = new CRC32();
        crc.update(bytes, from, length);
        return (int) crc.getValue();
    }
}
