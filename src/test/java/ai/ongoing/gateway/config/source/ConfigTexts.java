package ai.ongoing.gateway.config.source;

import ai.ongoing.gateway.config.ConfigError;
import ai.ongoing.gateway.config.GatewayConfig;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** Loads configurations from texts, in a directory of their own. */
record ConfigTexts(Path directory) {

    /** Loads a file with the given text. */
    LoadedConfig file(String yaml, Map<String, String> environment) {
        try {
            Files.writeString(directory.resolve("test.yaml"), yaml);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return ConfigLoader.load(new ConfigRequest(Path.of("test.yaml"), directory, environment, Map.of()));
    }

    GatewayConfig config(String yaml) {
        return file(yaml, Map.of()).config();
    }

    GatewayConfig environment(Map<String, String> environment) {
        return ConfigLoader.load(null, directory, environment);
    }

    /** What a file is refused for; nothing when it is accepted. */
    Optional<ConfigError> refusal(String yaml) {
        try {
            config(yaml);
            return Optional.empty();
        } catch (ConfigError error) {
            return Optional.of(error);
        }
    }

    /** The message of a refusal, or {@code valid}. */
    String message(String yaml) {
        return refusal(yaml).map(ConfigError::getMessage).orElse("valid");
    }

    /** A file with one setting, given by its dotted path. */
    static String yaml(String path, String value) {
        StringBuilder yaml = new StringBuilder();
        String indent = "";
        for (String name : path.split("\\.", -1)) {
            yaml.append(yaml.isEmpty() ? "" : "\n").append(indent).append(name).append(':');
            indent += "  ";
        }
        return yaml.append(' ').append(value).append('\n').toString();
    }
}
