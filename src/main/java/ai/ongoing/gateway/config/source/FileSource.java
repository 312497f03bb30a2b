package ai.ongoing.gateway.config.source;

import ai.ongoing.gateway.config.ConfigError;
import ai.ongoing.gateway.config.section.Sections;
import ai.ongoing.gateway.config.setting.BadValue;
import ai.ongoing.gateway.config.setting.Key;
import ai.ongoing.gateway.config.setting.Quoted;
import ai.ongoing.gateway.config.setting.Settings;
import ai.ongoing.gateway.config.yaml.YamlDocument;
import ai.ongoing.gateway.config.yaml.YamlProblem;
import ai.ongoing.gateway.config.yaml.YamlValue;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Puts a file's values in force; strict about names, and names the line of what it refuses. */
final class FileSource {

    private static final Map<String, Key<?>> KEYS =
            Sections.KEYS.stream().collect(Collectors.toMap(Key::path, Function.identity()));

    private final String name;

    FileSource(String name) {
        this.name = name;
    }

    void apply(String text, Settings settings) {
        try {
            YamlValue.Fields root = YamlDocument.parse(text).orElse(null);
            if (root != null) {
                section("", root, settings);
            }
        } catch (YamlProblem problem) {
            throw ConfigError.unreadable("parse yaml " + Quoted.of(name) + ": " + problem.getMessage());
        }
    }

    private void section(String prefix, YamlValue.Fields section, Settings settings) throws YamlProblem {
        for (Map.Entry<String, YamlValue.Field> entry : section.fields().entrySet()) {
            String path = prefix + entry.getKey();
            YamlValue.Field field = entry.getValue();
            Key<?> key = KEYS.get(path);
            if (key != null) {
                setting(key, field, settings);
            } else if (names(path + ".").isEmpty()) {
                throw new YamlProblem(
                        field.line(),
                        "field " + entry.getKey() + " not found"
                                + (prefix.isEmpty() ? "" : " in " + prefix.substring(0, prefix.length() - 1))
                                + " (known: " + names(prefix) + ")");
            } else if (field.value() instanceof YamlValue.Fields inner) {
                section(path + ".", inner, settings);
            } else if (!field.value().isNull()) {
                throw new YamlProblem(field.line(), path + " must be a section with " + names(path + "."));
            }
        }
    }

    private <T> void setting(Key<T> key, YamlValue.Field field, Settings settings) throws YamlProblem {
        if (field.value().isNull() && !key.type().emptyMeansNone()) {
            return;
        }
        try {
            settings.set(key, key.type().fromFile(field.value()), name + ":" + field.line());
        } catch (BadValue bad) {
            throw new YamlProblem(field.line(), key.path() + " " + bad.getMessage());
        }
    }

    private static String names(String prefix) {
        return Sections.KEYS.stream()
                .map(Key::path)
                .filter(path -> path.startsWith(prefix))
                .map(path -> path.substring(prefix.length()).replaceFirst("\\..*", ""))
                .distinct()
                .collect(Collectors.joining(", "));
    }
}
