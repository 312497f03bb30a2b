package ai.ongoing.gateway.wire.coding;

import com.aayushatharva.brotli4j.Brotli4jLoader;
import com.github.luben.zstd.util.Native;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Which of the codings with a native library can be undone on this machine; found out when first asked for one. */
final class NativeCodings {

    static final boolean BROTLI = brotli();
    static final boolean ZSTD = zstd();

    private NativeCodings() {}

    private static boolean brotli() {
        if (Brotli4jLoader.isAvailable()) {
            return true;
        }
        warn("br", Brotli4jLoader.getUnavailabilityCause());
        return false;
    }

    private static boolean zstd() {
        try {
            Native.load();
            return true;
        } catch (LinkageError noLibrary) {
            warn("zstd", noLibrary);
            return false;
        }
    }

    private static void warn(String coding, Throwable cause) {
        Logger log = LoggerFactory.getLogger(NativeCodings.class);
        log.warn(
                "answers in the coding {} pass untouched, but their usage is not read: its native library did not load"
                        + " ({}); the directory java.io.tmpdir must be writable and allow programs",
                coding,
                cause.toString());
    }
}
