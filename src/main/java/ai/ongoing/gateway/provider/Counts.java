package ai.ongoing.gateway.provider;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Numbers by slot, each of them stated or not. At most 64 slots. Not thread-safe. */
final class Counts {

    private final long[] values;
    private long stated;

    Counts(int slots) {
        this.values = new long[slots];
    }

    void set(int slot, long value) {
        values[slot] = value;
        stated |= 1L << slot;
    }

    void forget(int slot) {
        stated &= ~(1L << slot);
    }

    void clear() {
        stated = 0;
    }

    boolean any() {
        return stated != 0;
    }

    /** Takes over everything, so that what the other does not state is not stated here either. */
    void replaceWith(Counts other) {
        System.arraycopy(other.values, 0, values, 0, values.length);
        stated = other.stated;
    }

    /** Takes over what the other states and keeps the rest. */
    void overlayWith(Counts other) {
        for (int slot = 0; slot < values.length; slot++) {
            if (other.states(slot)) {
                set(slot, other.values[slot]);
            }
        }
    }

    void add(Counts other) {
        for (int slot = 0; slot < values.length; slot++) {
            if (other.states(slot)) {
                set(slot, zeroUnlessStated(slot) + other.values[slot]);
            }
        }
    }

    boolean states(int slot) {
        return (stated & (1L << slot)) != 0;
    }

    /** Whether any slot of a set (bit by slot number) is stated. */
    boolean statesAnyOf(long slots) {
        return (stated & slots) != 0;
    }

    /** The first of the slots that is stated, or null. */
    @Nullable
    Long first(int... slots) {
        for (int slot : slots) {
            if (states(slot)) {
                return values[slot];
            }
        }
        return null;
    }

    long zeroUnlessStated(int... slots) {
        Long value = first(slots);
        return value == null ? 0 : value;
    }

    Counts copy() {
        Counts copy = new Counts(values.length);
        copy.replaceWith(this);
        return copy;
    }

    @Override
    public String toString() {
        return Arrays.toString(values) + " stated " + Long.toBinaryString(stated);
    }
}
