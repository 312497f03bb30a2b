package ai.ongoing.gateway.wire;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Undoes a content coding as the bytes pass: output leaves in small windows, so a body that unpacks to gigabytes is never
 * held. Corrupt input ends the output silently and shows in {@link #whole}. Not thread-safe; holds native memory until
 * closed.
 */
public sealed interface ContentDecoder extends AutoCloseable permits IdentityDecoder, GzipDecoder, DeflateDecoder {

    /**
     * The decoder for a Content-Encoding header.
     *
     * @return null for codings that cannot be read here, such as br and zstd, and for several codings on top of each other
     */
    static @Nullable ContentDecoder of(@Nullable String contentEncoding) {
        String coding = contentEncoding == null ? "" : contentEncoding.strip().toLowerCase(Locale.ROOT);
        return switch (coding) {
            case "", "identity" -> new IdentityDecoder();
            case "gzip", "x-gzip" -> new GzipDecoder();
            case "deflate" -> new DeflateDecoder();
            default -> null;
        };
    }

    /** Decodes bytes and hands the result on. */
    void accept(byte[] bytes, int from, int to, ByteSink out);

    /** Whether the bytes so far could be the whole body: nothing is missing at the end and nothing was corrupt. */
    boolean whole();

    @Override
    void close();
}
