package ai.ongoing.gateway.migration;

import java.time.Duration;

/**
 * How the engine behaves.
 *
 * @param appVersion version of this program, written to the history and compared with compatibility floors
 * @param lockWait how long to wait for another process's migrations; zero means one try
 * @param observer hears progress
 * @param backup whether a database in a file is copied before the first pending file
 */
public record MigrationSettings(String appVersion, Duration lockWait, MigrationObserver observer, boolean backup) {

    /** With a backup. */
    public MigrationSettings(String appVersion, Duration lockWait, MigrationObserver observer) {
        this(appVersion, lockWait, observer, true);
    }

    public MigrationSettings {
        if (!ProgramVersion.wellFormed(appVersion)) {
            throw new IllegalArgumentException("the program's version has three numbers, got \"" + appVersion + "\"");
        }
        if (lockWait.isNegative()) {
            throw new IllegalArgumentException("the wait for the migration lock must not be negative: " + lockWait);
        }
    }

    /** The same without a copy. */
    public MigrationSettings withoutBackup() {
        return new MigrationSettings(appVersion, lockWait, observer, false);
    }

    /** Who acts, as the history and the event log tell it: user, machine, process. */
    public String actor() {
        return System.getProperty("user.name", "unknown") + "@"
                + System.getenv().getOrDefault("HOSTNAME", "localhost") + "/"
                + ProcessHandle.current().pid();
    }
}
