package ai.ongoing.gateway.config;

/** A configuration that cannot be used; the message names the setting, the value (masked) and the way out. */
public final class ConfigError extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final Stage stage;

    /** A setting that was read but breaks a rule. */
    public ConfigError(String message) {
        super(message);
        this.stage = Stage.VALIDATE;
    }

    private ConfigError(Stage stage, String message) {
        super(message);
        this.stage = stage;
    }

    /** A file or variable that could not be read or understood. */
    public static ConfigError unreadable(String message) {
        return new ConfigError(Stage.LOAD, message);
    }

    /** Where it failed; the command line words the two differently. */
    public Stage stage() {
        return stage;
    }

    /** The two steps from text to configuration. */
    public enum Stage {
        /** Reading the file and the environment. */
        LOAD,
        /** Checking what was read. */
        VALIDATE
    }
}
