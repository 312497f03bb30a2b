package ai.ongoing.gateway.wire.coding;

import ai.ongoing.gateway.wire.ByteSink;
import java.util.Locale;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/**
 * Undoes a content coding as the bytes pass: output leaves in small windows, so a body that unpacks to gigabytes is never
 * held, and one that unpacks beyond {@link UnpackingLimit}, or finds no memory left for its window, is given up. Corrupt
 * input ends the output silently; all of it shows in {@link #whole}. Not thread-safe; holds native memory until closed.
 */
public sealed interface ContentDecoder extends AutoCloseable
        permits IdentityDecoder, GzipDecoder, DeflateDecoder, BrotliDecoder, ZstdDecoder {

    /**
     * The decoder for a Content-Encoding header.
     *
     * @return null for codings that cannot be read here: unknown ones, several on top of each other, and br or zstd where
     *     their native library has no build for this machine or cannot be unpacked
     */
    static @Nullable ContentDecoder of(@Nullable String contentEncoding) {
        return of(contentEncoding, UnpackingLimit.WINDOWS);
    }

    /**
     * The same for a body that is at hand as a whole: it is unpacked and the decoder closed before the next, so it does not
     * share the memory that open answers have together.
     */
    static @Nullable ContentDecoder ofWhole(@Nullable String contentEncoding) {
        return of(contentEncoding, new Semaphore(Integer.MAX_VALUE));
    }

    private static @Nullable ContentDecoder of(@Nullable String contentEncoding, Semaphore windows) {
        String coding = contentEncoding == null ? "" : contentEncoding.strip().toLowerCase(Locale.ROOT);
        return switch (coding) {
            case "", "identity" -> new IdentityDecoder();
            case "gzip", "x-gzip" -> new GzipDecoder();
            case "deflate" -> new DeflateDecoder();
            case "br" -> NativeCodings.BROTLI ? new BrotliDecoder(windows) : null;
            case "zstd" -> NativeCodings.ZSTD ? new ZstdDecoder(windows) : null;
            default -> null;
        };
    }

    /** Decodes bytes and hands the result on. */
    void accept(byte[] bytes, int from, int to, ByteSink out);

    /** Whether the bytes so far could be the whole body: nothing is missing at the end, given up or corrupt. */
    boolean whole();

    /** Whether the bytes so far are not in this coding. */
    boolean corrupt();

    @Override
    void close();
}
