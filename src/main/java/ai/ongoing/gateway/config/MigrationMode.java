package ai.ongoing.gateway.config;

/** What start-up does about pending migrations ({@code storage.migrations}). */
public enum MigrationMode {
    /** Apply them. */
    AUTO,
    /** Refuse to start when any is pending. */
    CHECK,
    /** Do not look. */
    OFF
}
