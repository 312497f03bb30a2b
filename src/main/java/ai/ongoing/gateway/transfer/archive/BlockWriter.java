package ai.ongoing.gateway.transfer.archive;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.Deflater;

/** Writes blocks one after another. One thread; close it to give the compressor's memory back. */
final class BlockWriter implements AutoCloseable {

    private final OutputStream out;

    /** The fastest level: a backup runs beside a gateway, on its processors. */
    private final Deflater deflater = new Deflater(Deflater.BEST_SPEED, true);

    private final byte[] piece = new byte[1 << 16];

    BlockWriter(OutputStream out) {
        this.out = out;
    }

    void write(BlockKind kind, byte[] payload, int length) throws IOException {
        ByteArrayOutputStream rest = new ByteArrayOutputStream(length / 3 + 64);
        deflater.reset();
        deflater.setInput(payload, 0, length);
        deflater.finish();
        while (!deflater.finished()) {
            rest.write(piece, 0, deflater.deflate(piece));
        }
        rest.write(ByteBuffer.allocate(2 * Integer.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(BlockHead.crc(payload, 0, length))
                .putInt(length)
                .array());
        byte[] body = rest.toByteArray();
        out.write(new BlockHead(kind, BlockHead.BYTES + body.length, BlockHead.crc(body, 0, body.length)).bytes());
        out.write(body);
    }

    @Override
    public void close() {
        deflater.end();
    }
}
