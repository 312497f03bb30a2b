package ai.ongoing.gateway.bench;

import java.util.Arrays;

/** Every latency of a phase, in nanoseconds; exact, as a phase has less than a few million. Not thread-safe. */
final class Latencies {

    private long[] nanos = new long[1 << 16];
    private int count;

    void add(long value) {
        if (count == nanos.length) {
            nanos = Arrays.copyOf(nanos, count * 2);
        }
        nanos[count++] = value;
    }

    int count() {
        return count;
    }

    /** The value that {@code share} (0 to 1) of all do not exceed, in milliseconds; 0 without any. */
    double millisAt(double share) {
        if (count == 0) {
            return 0;
        }
        Arrays.sort(nanos, 0, count);
        int rank = (int) Math.ceil(share * count);
        return nanos[Math.max(0, rank - 1)] / 1e6;
    }
}
