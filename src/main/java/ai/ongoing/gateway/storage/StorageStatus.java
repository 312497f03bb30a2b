package ai.ongoing.gateway.storage;

import java.util.Optional;
import java.util.OptionalLong;

/** What health says about the storage. Every answer is cheap and costs the same however many traces are stored. */
public interface StorageStatus {

    /** The word of {@code storage.driver}. */
    String driver();

    /** Bytes on disk, the write-ahead log included; empty where only the server knows. */
    OptionalLong sizeBytes();

    /** Why the store cannot be worked with, in one sentence; empty when it answered lately. Waits a fraction of a second. */
    Optional<String> trouble();

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
