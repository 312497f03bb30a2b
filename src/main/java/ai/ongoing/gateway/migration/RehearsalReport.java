package ai.ongoing.gateway.migration;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What became of every pending file when all of them were run in one transaction, which was then rolled back.
 *
 * @param files in order
 * @param failure what the first file that failed met; null when none did
 */
public record RehearsalReport(List<Tried> files, @Nullable MigrationException failure) {

    /** What became of a file. */
    public enum Outcome {
        RAN,
        FAILED,
        NOT_TRIED
    }

    /**
     * One file.
     *
     * @param took how long it ran; zero when it was not tried
     * @param reason why it was not tried; empty otherwise
     */
    public record Tried(String name, Outcome outcome, Duration took, String reason) {}

    public RehearsalReport {
        files = List.copyOf(files);
    }
}
