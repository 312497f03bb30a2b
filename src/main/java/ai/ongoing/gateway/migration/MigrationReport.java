package ai.ongoing.gateway.migration;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * What one call of the engine did.
 *
 * @param applied names of the files this call applied, in order; stamped baseline files are not among them
 * @param current how many files are applied now
 * @param baselined whether an empty database was given the baseline
 * @param warnings complete sentences for the log
 * @param backup the copy that was made before; empty when none was
 * @param took wall time, the wait for the lock included
 */
public record MigrationReport(
        List<String> applied, int current, boolean baselined, List<String> warnings, String backup, Duration took) {

    /** Of a call that made no backup. */
    public MigrationReport(List<String> applied, int current, boolean baselined, List<String> warnings, Duration took) {
        this(applied, current, baselined, warnings, "", took);
    }

    public MigrationReport {
        applied = List.copyOf(applied);
        warnings = List.copyOf(warnings);
    }

    /** The same with one more sentence for the log. */
    public MigrationReport and(List<String> more) {
        List<String> all = new ArrayList<>(warnings);
        all.addAll(more);
        return new MigrationReport(applied, current, baselined, all, backup, took);
    }
}
