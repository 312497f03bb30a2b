package ai.ongoing.gateway.journal.file;

import java.nio.file.Path;

/**
 * Where a journal stands and how much it may hold.
 *
 * @param directory {@code tracing.journal.path}, absolute
 * @param maxBytes {@code tracing.journal.max_bytes}
 * @param syncToDisk {@code tracing.journal.durability} is {@code disk}: what was appended is synced by a thread of its own
 * @param anyStore whether calls that an earlier process meant for another store are taken, too
 */
public record JournalSettings(Path directory, long maxBytes, boolean syncToDisk, boolean anyStore) {

    private static final long KIB = 1024;
    private static final long LEAST_SEGMENT = 64 * KIB;
    private static final long MOST_SEGMENT = 32 * KIB * KIB;

    public JournalSettings {
        directory = directory.toAbsolutePath().normalize();
        if (maxBytes < 16 * LEAST_SEGMENT) {
            throw new IllegalArgumentException("a journal needs at least a MiB, got " + maxBytes + " bytes");
        }
    }

    /** A journal that refuses calls meant for another store. */
    public JournalSettings(Path directory, long maxBytes, boolean syncToDisk) {
        this(directory, maxBytes, syncToDisk, false);
    }

    /** A segment is given back as a whole, so it is a small part of the journal. */
    long segmentBytes() {
        return Math.clamp(maxBytes / 16, LEAST_SEGMENT, MOST_SEGMENT);
    }

    /** Kept beside the segments for a full disk: the notes of the open calls of one, as a rule far less than that. */
    long reserveBytes() {
        return Math.max(segmentBytes() / 8, LEAST_SEGMENT);
    }
}
