package ai.ongoing.gateway.migration;

import java.time.Duration;
import java.util.List;

/**
 * What one call of the engine did.
 *
 * @param applied names of the files this call applied, in order; stamped baseline files are not among them
 * @param current how many files are applied now
 * @param baselined whether an empty database was given the baseline
 * @param warnings complete sentences for the log
 * @param took wall time, the wait for the lock included
 */
public record MigrationReport(
        List<String> applied, int current, boolean baselined, List<String> warnings, Duration took) {

    public MigrationReport {
        applied = List.copyOf(applied);
        warnings = List.copyOf(warnings);
    }
}
