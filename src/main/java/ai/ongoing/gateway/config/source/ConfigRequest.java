package ai.ongoing.gateway.config.source;

import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * All that a configuration is made from.
 *
 * @param given the file an operator named; null to look in the usual places, the empty path for no file at all
 * @param workingDirectory what relative files are relative to
 * @param environment the process's variables
 * @param flags values of the command line by the setting's path; they win over everything
 */
public record ConfigRequest(
        @Nullable Path given, Path workingDirectory, Map<String, String> environment, Map<String, String> flags) {

    public ConfigRequest {
        environment = Map.copyOf(environment);
        flags = Map.copyOf(flags);
    }

    /** Never prints the environment. */
    @Override
    public String toString() {
        return "ConfigRequest[given=" + given + ", workingDirectory=" + workingDirectory + "]";
    }
}
