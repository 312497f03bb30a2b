package ai.ongoing.gateway.config;

import java.nio.file.Path;

/**
 * The {@code tracing} section.
 *
 * @param captureBodies whether bodies are stored
 * @param bodyMaxSize most bytes of a body that are stored, more than zero
 * @param journal the queue between proxy path and store
 */
public record TracingConfig(boolean captureBodies, int bodyMaxSize, JournalConfig journal) {

    /** A body on its way into the store stands in memory several times, twice over where both of a call are as large. */
    private static final int PART_OF_HEAP = 32;

    /** Most bytes of a body that this process keeps. */
    public int keptOfABody() {
        return keptOfABody(Runtime.getRuntime().maxMemory());
    }

    /**
     * Most bytes of a body that a process keeps: a call too large to be stored in its heap would end every start anew.
     *
     * @param heap bytes that the process may have
     */
    public int keptOfABody(long heap) {
        return Math.clamp(heap / PART_OF_HEAP, 1, bodyMaxSize);
    }

    /**
     * The {@code tracing.journal} section.
     *
     * @param path directory of the journal; empty means beside the store
     * @param maxBytes most bytes it may hold
     * @param durability what an appended record survives
     */
    public record JournalConfig(String path, long maxBytes, Durability durability) {

        /** The journal's directory: {@code path}, else one beside the store; a server has its own in {@code data}. */
        public Path directory(StorageConfig storage) {
            if (!path.isBlank()) {
                return Path.of(path);
            }
            return storage.driver() == StorageDriver.SQLITE
                    ? Path.of(storage.path() + ".call-journal")
                    : Path.of("data", "call-journal");
        }
    }

    /** The choices of {@code tracing.journal.durability}. */
    public enum Durability {
        /** The death of the process. */
        PROCESS,
        /** A power cut. */
        DISK
    }
}
