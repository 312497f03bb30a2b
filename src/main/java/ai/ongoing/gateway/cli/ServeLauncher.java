package ai.ongoing.gateway.cli;

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
}
