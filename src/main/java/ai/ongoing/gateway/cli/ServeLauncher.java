package ai.ongoing.gateway.cli;

import ai.ongoing.gateway.config.ConfigError;
import ai.ongoing.gateway.config.GatewayConfig;

/** Runs the gateway; the root hands it in, so that the command line never knows the server. */
@FunctionalInterface
public interface ServeLauncher {

    /**
     * Serves until stopped.
     *
     * @return the process's exit code
     */
    int serve(GatewayConfig config);

    /**
     * Looks at what the configuration points to as {@link #serve} will, without opening or starting anything.
     *
     * @throws ConfigError when the gateway would not start on it
     */
    default void check(GatewayConfig config) {}
}
