package ai.ongoing.gateway.config;

/** The {@code log} section. */
public record LogConfig(Level level, Format format) {

    /** Least severity that is logged. */
    public enum Level {
        DEBUG,
        INFO,
        WARN,
        ERROR
    }

    /** How a log line looks. */
    public enum Format {
        /** One JSON object a line. */
        JSON,
        /** For people. */
        TEXT
    }
}
