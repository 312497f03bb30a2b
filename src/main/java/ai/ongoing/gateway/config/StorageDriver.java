package ai.ongoing.gateway.config;

import java.util.Locale;

/** The storage backends. */
public enum StorageDriver {
    /** One file, one gateway process. */
    SQLITE,
    /** A server, many gateway processes. */
    POSTGRES;

    /** The word of {@code storage.driver}, health and diagnostics. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
