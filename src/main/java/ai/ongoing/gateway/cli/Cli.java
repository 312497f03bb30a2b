package ai.ongoing.gateway.cli;

import ai.ongoing.gateway.config.ConfigError;
import ai.ongoing.gateway.config.GatewayConfig;
import ai.ongoing.gateway.config.source.ConfigLoader;

/** The command line. Only {@code serve} reaches the server, through its launcher. */
public final class Cli {

    private final Terminal terminal;
    private final ServeLauncher launcher;

    public Cli(Terminal terminal, ServeLauncher launcher) {
        this.terminal = terminal;
        this.launcher = launcher;
    }

    /**
     * Runs one command.
     *
     * @return the exit code: 0 success, 1 failure, 2 wrong usage
     */
    public int run(String... arguments) {
        if (arguments.length > 0 && !arguments[0].equals("serve")) {
            return 2;
        }
        try {
            GatewayConfig config = ConfigLoader.load(null, terminal.workingDirectory(), terminal.environment());
            return launcher.serve(config);
        } catch (ConfigError error) {
            terminal.err().println("config is invalid: " + error.getMessage());
            return 1;
        }
    }
}
