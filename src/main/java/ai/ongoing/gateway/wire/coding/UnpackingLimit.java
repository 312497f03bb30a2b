package ai.ongoing.gateway.wire.coding;

/**
 * How far a coded body may unpack: 4 MiB, and 256 bytes more for each byte that arrived. Text of a model rarely packs
 * better than 30 to 1; a decompression bomb does 1,000 to 1 in gzip and far more in br and zstd, and would hold the event
 * loop for as long as it unpacks.
 */
final class UnpackingLimit {

    static final long FIRST = 4L << 20;
    static final int RATIO = 256;

    private long left = FIRST;

    /** Counts packed bytes that came in. */
    void arrived(int packed) {
        left += (long) packed * RATIO;
    }

    /** Counts unpacked bytes; they are too many once this is false. */
    boolean spend(int unpacked) {
        left -= unpacked;
        return left >= 0;
    }

    boolean exceeded() {
        return left < 0;
    }
}
