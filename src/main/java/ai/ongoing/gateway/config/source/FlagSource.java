package ai.ongoing.gateway.config.source;

import ai.ongoing.gateway.config.ConfigError;
import ai.ongoing.gateway.config.section.ServerSection;
import ai.ongoing.gateway.config.setting.BadValue;
import ai.ongoing.gateway.config.setting.Key;
import ai.ongoing.gateway.config.setting.Settings;
import java.util.List;
import java.util.Map;

/** Puts the command line's values in force: {@code --host} and {@code --port}. */
final class FlagSource {

    private static final List<Key<?>> KEYS = List.of(ServerSection.HOST, ServerSection.PORT);

    private FlagSource() {}

    static void apply(Map<String, String> flags, Settings settings) {
        for (Key<?> key : KEYS) {
            String value = flags.get(key.path());
            if (value != null) {
                apply(key, value, settings);
            }
        }
    }

    private static <T> void apply(Key<T> key, String value, Settings settings) {
        String flag = "--" + key.path().substring(key.path().lastIndexOf('.') + 1);
        try {
            settings.set(key, key.type().fromText(value), flag);
        } catch (BadValue bad) {
            throw ConfigError.unreadable("invalid " + flag + ": " + bad.getMessage());
        }
    }
}
