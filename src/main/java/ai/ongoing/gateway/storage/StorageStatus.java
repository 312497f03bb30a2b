package ai.ongoing.gateway.storage;

import java.util.OptionalLong;

/** What health says about the storage. Every answer is cheap and costs the same however many traces are stored. */
public interface StorageStatus {

    /** The word of {@code storage.driver}. */
    String driver();

    /** Bytes on disk, the write-ahead log included; empty where only the server knows. */
    OptionalLong sizeBytes();

    /** Whether the store answered lately. Waits a fraction of a second at most. */
    boolean reachable();

    /** How many traces are stored, as far as is known. */
    TraceCount traceCount();

    /**
     * A number of traces.
     *
     * @param value the count, or what was stored since start while the table is still being counted
     * @param exact whether the table has been counted; false until then
     */
    record TraceCount(long value, boolean exact) {}
}
