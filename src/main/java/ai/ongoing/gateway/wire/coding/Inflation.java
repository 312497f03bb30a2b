package ai.ongoing.gateway.wire.coding;

import ai.ongoing.gateway.wire.ByteSink;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/** One inflater with its output window and running checksum. */
final class Inflation implements AutoCloseable {

    private static final int WINDOW = 4096;

    private final Inflater inflater;
    private final byte[] window = new byte[WINDOW];
    private final CRC32 checksum = new CRC32();
    private final UnpackingLimit limit = new UnpackingLimit();
    private boolean corrupt;

    /** @param raw whether the data comes without zlib's header and trailer */
    Inflation(boolean raw) {
        this.inflater = new Inflater(raw);
    }

    /**
     * Unpacks until the input is used up, the compressed data ends, it proves corrupt or unpacks to too much; returns the
     * unused offset.
     */
    int accept(byte[] bytes, int from, int to, ByteSink out) {
        if (limit.exceeded()) {
            return to;
        }
        limit.arrived(to - from);
        inflater.setInput(bytes, from, to - from);
        try {
            int written = inflater.inflate(window);
            while (written > 0 && limit.spend(written)) {
                checksum.update(window, 0, written);
                out.accept(window, 0, written);
                written = inflater.inflate(window);
            }
        } catch (DataFormatException _) {
            corrupt = true;
        }
        corrupt |= inflater.needsDictionary();
        return limit.exceeded() ? to : to - inflater.getRemaining();
    }

    boolean finished() {
        return inflater.finished() && !limit.exceeded();
    }

    boolean corrupt() {
        return corrupt;
    }

    int checksum() {
        return (int) checksum.getValue();
    }

    /** The unpacked size modulo 2^32, as a gzip trailer states it. */
    int size() {
        return (int) inflater.getBytesWritten();
    }

    void reset() {
        inflater.reset();
        checksum.reset();
    }

    @Override
    public void close() {
        inflater.end();
    }
}
