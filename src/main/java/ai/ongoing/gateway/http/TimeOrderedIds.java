package ai.ongoing.gateway.http;

import java.util.HexFormat;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * Ids of calls: UUIDs of version 7 (RFC 9562, 5.7) as 32 hexadecimal digits, so that ids sort by the time they were made and
 * an index over them grows at its end. Within a millisecond the twelve bits after the time count up, and run into the next
 * millisecond when exhausted: ids of one process never go backwards. Unique, not secret. Thread-safe.
 */
public final class TimeOrderedIds {

    private static final int COUNTER_BITS = 12;
    private static final long VERSION = 0x7000L;
    private static final long VARIANT = 0x8000_0000_0000_0000L;
    private static final HexFormat HEX = HexFormat.of();

    private final LongSupplier epochMillis;
    private final AtomicLong last = new AtomicLong();

    /** @param epochMillis the clock */
    public TimeOrderedIds(LongSupplier epochMillis) {
        this.epochMillis = epochMillis;
    }

    /** A new one. */
    public String next() {
        long now = epochMillis.getAsLong() << COUNTER_BITS;
        long tick = last.updateAndGet(previous -> Math.max(previous + 1, now));
        long high = (tick >>> COUNTER_BITS) << 16 | VERSION | (tick & 0xFFF);
        long low = VARIANT | ThreadLocalRandom.current().nextLong() >>> 2;
        return HEX.toHexDigits(high) + HEX.toHexDigits(low);
    }
}
