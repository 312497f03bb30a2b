package ai.ongoing.gateway.cli;

import ai.ongoing.gateway.cli.command.Command;
import ai.ongoing.gateway.cli.command.Options;
import ai.ongoing.gateway.cli.command.ServeLauncher;
import ai.ongoing.gateway.cli.command.Terminal;
import ai.ongoing.gateway.config.ConfigError;
import ai.ongoing.gateway.config.GatewayConfig;
import ai.ongoing.gateway.config.source.ConfigLoader;
import ai.ongoing.gateway.config.source.ConfigRequest;
import ai.ongoing.gateway.devdb.Access;
import ai.ongoing.gateway.devdb.DevDatabase;
import ai.ongoing.gateway.devdb.DevDatabaseException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** {@code start}: brings up the development database, then the gateway on it. The configuration's own store is not used. */
final class StartCommand implements Command {

    private final Terminal terminal;
    private final ServeLauncher launcher;

    StartCommand(Terminal terminal, ServeLauncher launcher) {
        this.terminal = terminal;
        this.launcher = launcher;
    }

    @Override
    public CommandSpec spec() {
        return ServeCommand.options(
                Options.command("start", "Starts the development database (see dev-db) and runs the gateway on it."));
    }

    @Override
    public int run(ParseResult parsed) {
        try {
            // Read before anything is started, so that a mistake costs nothing.
            load(parsed, Map.of());
            Access access = DevDatabase.of(terminal.environment(), this::done).up(Optional.empty());
            GatewayConfig config = load(parsed, access.environment());
            config.warnings().forEach(warning -> terminal.err().println("warning: " + warning));
            String host = config.server().host().isEmpty()
                    ? "localhost"
                    : config.server().host();
            done("Server starting at http://" + host + ":" + config.server().port());
            return launcher.serve(config);
        } catch (DevDatabaseException e) {
            terminal.err().println("✗ " + e.getMessage());
            return Command.FAILURE;
        } catch (ConfigError error) {
            terminal.err().println(ServeCommand.stage(error) + error.getMessage());
            return Command.FAILURE;
        }
    }

    private GatewayConfig load(ParseResult parsed, Map<String, String> store) {
        Map<String, String> environment = new HashMap<>(terminal.environment());
        environment.putAll(store);
        return ConfigLoader.load(new ConfigRequest(
                        Options.config(parsed), terminal.workingDirectory(), environment, ServeCommand.flags(parsed)))
                .config();
    }

    private void done(String step) {
        terminal.out().println("✓ " + step);
    }

    @Override
    public String positionalRefusal() {
        return "start does not accept positional arguments";
    }
}
