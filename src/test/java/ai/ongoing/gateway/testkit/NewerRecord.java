package ai.ongoing.gateway.testkit;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.CRC32C;

/** Makes a record of a journal's file one that a newer version of the program wrote. */
public final class NewerRecord {

    private static final int CRC_AT = 4;
    private static final int LENGTH_AT = 8;
    private static final int VERSION_AT = 13;

    private NewerRecord() {}

    /** The last record of the file, which begins at this place. */
    public static void last(Path file, long at) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        int from = Math.toIntExact(at);
        bytes[from + VERSION_AT]++;
        CRC32C crc = new CRC32C();
        crc.update(bytes, from + LENGTH_AT, bytes.length - from - LENGTH_AT);
        ByteBuffer.wrap(bytes).putInt(from + CRC_AT, (int) crc.getValue());
        Files.write(file, bytes);
    }
}
