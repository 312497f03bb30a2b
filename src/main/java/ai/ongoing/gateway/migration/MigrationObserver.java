package ai.ongoing.gateway.migration;

import java.time.Duration;

/** Hears what the engine is doing while it does it, for health and the log. Called on the migrating thread. */
public interface MigrationObserver {

    /** Hears nothing. */
    MigrationObserver SILENT = new MigrationObserver() {};

    /** Files are about to be applied to tables that are not empty, and it will be noticed. */
    default void expecting(Expectation expectation) {}

    /** A file begins. */
    default void applying(String name) {}

    /** A file is committed. */
    default void applied(String name, Duration took) {}

    /**
     * Another process holds the migration lock; called once per wait.
     *
     * @param holder who, as far as the database tells
     */
    default void waiting(String holder) {}

    /** A file met a lock of live traffic, was rolled back and is tried again. */
    default void retrying(String name, int attempt, Duration pause) {}

    /** A file is undone. */
    default void undone(String name, Duration took) {}

    /** What whoever asked should know before it is done. */
    default void warning(String sentence) {}

    /** The database was copied before its first pending file. */
    default void backedUp(String path) {}
}
