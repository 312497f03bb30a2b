package ai.ongoing.gateway.cli;

import ai.ongoing.gateway.cli.command.Command;
import ai.ongoing.gateway.cli.command.Options;
import ai.ongoing.gateway.cli.command.SameStore;
import ai.ongoing.gateway.cli.command.ServeLauncher;
import ai.ongoing.gateway.cli.command.Terminal;
import ai.ongoing.gateway.config.ConfigError;
import ai.ongoing.gateway.config.GatewayConfig;
import ai.ongoing.gateway.config.source.ConfigLoader;
import ai.ongoing.gateway.config.source.ConfigRequest;
import java.util.HashMap;
import java.util.Map;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/** {@code serve}: runs the gateway. The only command that goes on to start the server. */
final class ServeCommand implements Command {

    private static final String HOST = "--host";
    private static final String PORT = "--port";

    private final Terminal terminal;
    private final ServeLauncher launcher;

    ServeCommand(Terminal terminal, ServeLauncher launcher) {
        this.terminal = terminal;
        this.launcher = launcher;
    }

    @Override
    public CommandSpec spec() {
        return options(Options.command("serve", "Runs the gateway."));
    }

    /** What can be said of a gateway that is to run. */
    static CommandSpec options(CommandSpec command) {
        return command.addOption(Options.config())
                .addOption(OptionSpec.builder(HOST)
                        .type(String.class)
                        .arity("1")
                        .paramLabel("HOST")
                        .description("address to listen on; wins over file and environment")
                        .build())
                .addOption(OptionSpec.builder(PORT)
                        .type(Integer.class)
                        .arity("1")
                        .paramLabel("PORT")
                        .description("port to listen on; wins over file and environment")
                        .build());
    }

    @Override
    public int run(ParseResult parsed) {
        GatewayConfig config;
        try {
            config = ConfigLoader.load(new ConfigRequest(
                            Options.config(parsed), terminal.workingDirectory(), terminal.environment(), flags(parsed)))
                    .config();
        } catch (ConfigError error) {
            terminal.err().println(stage(error) + error.getMessage());
            return Command.FAILURE;
        }
        config.warnings().forEach(warning -> terminal.err().println("warning: " + warning));
        return launcher.serve(config, SameStore.of(parsed)::in);
    }

    /** Extra arguments have always been ignored here. */
    @Override
    public String positionalRefusal() {
        return "";
    }

    static String stage(ConfigError error) {
        return switch (error.stage()) {
            case LOAD -> "failed to load config: ";
            case VALIDATE -> "config is invalid: ";
        };
    }

    static Map<String, String> flags(ParseResult parsed) {
        Map<String, String> flags = new HashMap<>();
        String host = parsed.matchedOptionValue(HOST, (String) null);
        if (host != null) {
            flags.put("server.host", host);
        }
        Integer port = parsed.matchedOptionValue(PORT, (Integer) null);
        if (port != null) {
            flags.put("server.port", port.toString());
        }
        return flags;
    }
}
