package ai.ongoing.gateway.bench;

import java.util.List;
import java.util.zip.CRC32C;

/**
 * By what an answer is recognised without keeping it.
 *
 * @param bytes of the body
 * @param crc CRC-32C of the body
 */
record BodyPrint(long bytes, long crc) {

    static BodyPrint of(List<byte[]> pieces) {
        CRC32C crc = new CRC32C();
        long bytes = 0;
        for (byte[] piece : pieces) {
            crc.update(piece, 0, piece.length);
            bytes += piece.length;
        }
        return new BodyPrint(bytes, crc.getValue());
    }
}
