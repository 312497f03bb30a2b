package ai.ongoing.gateway.wire.coding;

import java.util.concurrent.Semaphore;

/**
 * How far a coded body may unpack: 4 MiB, and 256 bytes more for each byte that arrived. Text of a model rarely packs
 * better than 30 to 1; a decompression bomb does 1,000 to 1 in gzip and far more in br and zstd, and would hold the event
 * loop for as long as it unpacks.
 *
 * <p>And how much of it all bodies may keep outside of the heap together: a decoder of br or zstd holds the last bytes it
 * made, up to its window, in pages that are real once they are written to. Not thread-safe, but for what limits share.
 */
final class UnpackingLimit {

    static final long FIRST = 4L << 20;
    static final int RATIO = 256;

    /** Windows are counted in blocks; an answer that unpacks to less than one is never refused. */
    static final int BLOCK = 64 * 1024;

    /** What the windows of this process may hold, in blocks: half as much as the heap. */
    static final Semaphore WINDOWS =
            new Semaphore((int) Math.min(Runtime.getRuntime().maxMemory() / 2 / BLOCK, 1 << 30));

    private final Semaphore windows;
    private long mostWindow;
    private long left = FIRST;
    private long unpackedInAll;
    private int held;
    private boolean exceeded;

    /** For a decoder whose memory is the same whatever it unpacks. */
    UnpackingLimit() {
        this(WINDOWS);
    }

    /**
     * For a decoder whose memory grows as it unpacks, up to what {@link #mayHold} said.
     *
     * @param windows blocks that are left for all decoders
     */
    UnpackingLimit(Semaphore windows) {
        this.windows = windows;
    }

    /** The body asks for a window of so many bytes; the largest counts. */
    void mayHold(long bytes) {
        mostWindow = Math.max(mostWindow, bytes);
    }

    /** Counts packed bytes that came in. */
    void arrived(int packed) {
        left += (long) packed * RATIO;
    }

    /** Counts unpacked bytes; they are too many once this is false, and the body is given up for good. */
    boolean spend(int unpacked) {
        left -= unpacked;
        unpackedInAll += unpacked;
        exceeded |= left < 0 || !holds(Math.min(unpackedInAll, mostWindow));
        return !exceeded;
    }

    private boolean holds(long bytes) {
        int more = (int) (bytes / BLOCK) - held;
        if (more > 0 && !windows.tryAcquire(more)) {
            return false;
        }
        held += more;
        return true;
    }

    boolean exceeded() {
        return exceeded;
    }

    /** The decoder's memory is free again. */
    void giveBack() {
        windows.release(held);
        held = 0;
    }
}
