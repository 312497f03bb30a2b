package ai.ongoing.gateway.config;

/** A configuration that cannot be used; the message names the setting, the value (masked) and the way out. */
public final class ConfigError extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public ConfigError(String message) {
        super(message);
    }

    public ConfigError(String message, Throwable cause) {
        super(message, cause);
    }
}
