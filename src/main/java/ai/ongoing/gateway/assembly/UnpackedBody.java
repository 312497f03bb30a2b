package ai.ongoing.gateway.assembly;

import ai.ongoing.gateway.wire.ByteSink;
import ai.ongoing.gateway.wire.coding.ContentDecoder;
import java.io.ByteArrayOutputStream;
import org.jspecify.annotations.Nullable;

/** A captured body with its content coding undone, as far as it was captured and as much as may be kept. */
final class UnpackedBody {

    /** Small, so that a body that unpacks to gigabytes ends soon after the limit. */
    private static final int PIECE = 1024;

    private final byte[] bytes;
    private final boolean cut;

    private UnpackedBody(byte[] bytes, boolean cut) {
        this.bytes = bytes;
        this.cut = cut;
    }

    /**
     * Undoes a content coding; never throws for bad bytes and never makes more than {@code limit} of them.
     *
     * @return null when the coding is none that can be undone or the bytes are not in it
     */
    static @Nullable UnpackedBody of(byte[] packed, String coding, int limit) {
        ContentDecoder decoder = ContentDecoder.ofWhole(coding);
        if (decoder == null) {
            return null;
        }
        try (decoder) {
            Kept kept = new Kept(limit);
            for (int from = 0; from < packed.length && !kept.more; from += PIECE) {
                decoder.accept(packed, from, Math.min(packed.length, from + PIECE), kept);
            }
            boolean nothing = kept.bytes.size() == 0 && !decoder.whole();
            boolean cut = kept.more || !decoder.whole();
            return decoder.corrupt() || nothing ? null : new UnpackedBody(kept.bytes.toByteArray(), cut);
        }
    }

    byte[] bytes() {
        return bytes;
    }

    /** Whether there was more. */
    boolean cut() {
        return cut;
    }

    private static final class Kept implements ByteSink {

        final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        private final int limit;
        private boolean more;

        Kept(int limit) {
            this.limit = limit;
        }

        @Override
        public void accept(byte[] window, int from, int to) {
            int length = Math.min(to - from, limit - bytes.size());
            bytes.write(window, from, length);
            more |= length < to - from;
        }
    }
}
