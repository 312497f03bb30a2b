package ai.ongoing.gateway.cli.command;

import ai.ongoing.gateway.config.ConfigError;
import ai.ongoing.gateway.config.GatewayConfig;
import java.util.function.UnaryOperator;

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
     * As {@link #serve(GatewayConfig)}.
     *
     * @param aimed makes commands that a refusal proposes fit the one that was typed
     */
    default int serve(GatewayConfig config, UnaryOperator<String> aimed) {
        return serve(config);
    }

    /**
     * Stores what waits in the journal, and serves nothing meanwhile.
     *
     * @throws ConfigError when the store or the journal cannot be opened
     */
    default Replayed replay(GatewayConfig config, ReplayScope scope) {
        throw new UnsupportedOperationException("this launcher only serves");
    }

    /**
     * What a replay takes beside the calls that wait.
     *
     * @param setAside calls the store refused before
     * @param anyStore calls that were meant for another store
     */
    record ReplayScope(boolean setAside, boolean anyStore) {}

    /**
     * What a replay came to.
     *
     * @param stored calls stored
     * @param setAside calls the store refuses, kept aside
     * @param lost calls that could not be kept
     * @param left calls that still wait
     */
    record Replayed(long stored, long setAside, long lost, long left) {}

    /**
     * Looks at what the configuration points to as {@link #serve} will, without opening or starting anything.
     *
     * @throws ConfigError when the gateway would not start on it
     */
    default void check(GatewayConfig config) {}
}
