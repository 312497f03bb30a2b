package ai.ongoing.gateway.config.section;

import static ai.ongoing.gateway.config.setting.ScalarType.TEXT;

import ai.ongoing.gateway.config.LogConfig;
import ai.ongoing.gateway.config.setting.Key;
import ai.ongoing.gateway.config.setting.Ranges;
import ai.ongoing.gateway.config.setting.Settings;
import java.util.List;

/** {@code log}: what is logged and how. */
public final class LogSection {

    static final Key<String> LEVEL = Key.of("log.level", TEXT, "info");
    static final Key<String> FORMAT = Key.of("log.format", TEXT, "json");

    static final List<Key<?>> KEYS = List.of(LEVEL, FORMAT);

    private LogSection() {}

    public static LogConfig read(Settings settings) {
        return new LogConfig(
                Ranges.choice(settings, LEVEL, LogConfig.Level.class),
                Ranges.choice(settings, FORMAT, LogConfig.Format.class));
    }
}
