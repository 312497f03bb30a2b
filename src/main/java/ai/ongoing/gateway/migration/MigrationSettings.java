package ai.ongoing.gateway.migration;

import java.time.Duration;

/**
 * How the engine behaves.
 *
 * @param appVersion version of this program, written to the history and compared with compatibility floors
 * @param lockWait how long to wait for another process's migrations; zero means one try
 * @param observer hears progress
 */
public record MigrationSettings(String appVersion, Duration lockWait, MigrationObserver observer) {

    public MigrationSettings {
        if (!MigrationPlan.Version.wellFormed(appVersion)) {
            throw new IllegalArgumentException("the program's version has three numbers, got \"" + appVersion + "\"");
        }
        if (lockWait.isNegative()) {
            throw new IllegalArgumentException("the wait for the migration lock must not be negative: " + lockWait);
        }
    }
}
