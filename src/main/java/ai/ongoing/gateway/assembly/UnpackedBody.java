package ai.ongoing.gateway.assembly;

import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.zip.GZIPInputStream;
import java.util.zip.Inflater;
import java.util.zip.InflaterInputStream;
import org.jspecify.annotations.Nullable;

/** A captured body with its content coding undone, as far as it was captured and as much as may be kept. */
final class UnpackedBody {

    private static final int FIRST_BUFFER = 8192;

    private final byte[] bytes;
    private final boolean cut;

    private UnpackedBody(byte[] bytes, boolean cut) {
        this.bytes = bytes;
        this.cut = cut;
    }

    /**
     * Undoes a content coding; never throws for bad bytes and never makes more than {@code limit} of them.
     *
     * @return null when the coding is none that the JDK knows or the bytes are not in it
     */
    static @Nullable UnpackedBody of(byte[] packed, String coding, int limit) {
        return switch (coding) {
            case "gzip", "x-gzip" -> read(() -> new GZIPInputStream(new ByteArrayInputStream(packed)), limit);
            case "deflate" -> deflated(packed, limit);
            default -> null;
        };
    }

    /** HTTP's deflate is zlib, but some servers send the bare stream; the low half of the first byte tells them apart. */
    private static @Nullable UnpackedBody deflated(byte[] packed, int limit) {
        boolean bare = (packed[0] & 0x0F) != 8;
        try (Inflater inflater = new Inflater(bare)) {
            return read(() -> new InflaterInputStream(new ByteArrayInputStream(packed), inflater), limit);
        }
    }

    private interface Source {
        InputStream open() throws IOException;
    }

    private static @Nullable UnpackedBody read(Source source, int limit) {
        byte[] out = new byte[Math.min(limit, FIRST_BUFFER)];
        int length = 0;
        try (InputStream in = source.open()) {
            while (length < limit) {
                if (length == out.length) {
                    out = Arrays.copyOf(out, (int) Math.min(limit, out.length * 2L));
                }
                int count = in.read(out, length, out.length - length);
                if (count < 0) {
                    return new UnpackedBody(Arrays.copyOf(out, length), false);
                }
                length += count;
            }
            return new UnpackedBody(Arrays.copyOf(out, length), in.read() >= 0);
        } catch (EOFException cutOff) {
            return length == 0 ? null : new UnpackedBody(Arrays.copyOf(out, length), true);
        } catch (IOException notInThisCoding) {
            return null;
        }
    }

    byte[] bytes() {
        return bytes;
    }

    /** Whether there was more. */
    boolean cut() {
        return cut;
    }
}
