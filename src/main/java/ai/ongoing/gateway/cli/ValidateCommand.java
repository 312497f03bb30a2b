package ai.ongoing.gateway.cli;

import ai.ongoing.gateway.cli.command.Command;
import ai.ongoing.gateway.cli.command.Options;
import ai.ongoing.gateway.cli.command.ServeLauncher;
import ai.ongoing.gateway.cli.command.Terminal;
import ai.ongoing.gateway.config.ConfigError;
import ai.ongoing.gateway.config.setting.Settings.Shown;
import ai.ongoing.gateway.config.source.ConfigLoader;
import ai.ongoing.gateway.config.source.ConfigRequest;
import ai.ongoing.gateway.config.source.LoadedConfig;
import java.util.Map;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/** {@code config validate}: says whether {@code serve} would accept the configuration, without starting anything. */
final class ValidateCommand implements Command {

    private static final String SHOW = "--show";

    private final Terminal terminal;
    private final ServeLauncher launcher;

    ValidateCommand(Terminal terminal, ServeLauncher launcher) {
        this.terminal = terminal;
        this.launcher = launcher;
    }

    @Override
    public CommandSpec spec() {
        return Options.command(
                        "config validate", "Checks the configuration as serve would, and names the file it read.")
                .addOption(Options.config())
                .addOption(OptionSpec.builder(SHOW)
                        .type(boolean.class)
                        .arity("0..1")
                        .hideParamSyntax(true)
                        .description("print every value in force and where it came from; secrets are masked")
                        .build());
    }

    @Override
    public int run(ParseResult parsed) {
        try {
            LoadedConfig loaded = ConfigLoader.load(new ConfigRequest(
                    Options.config(parsed), terminal.workingDirectory(), terminal.environment(), Map.of()));
            launcher.check(loaded.config());
            loaded.config().warnings().forEach(warning -> terminal.err().println("warning: " + warning));
            terminal.out().println("config is valid: " + loaded.config().source());
            if (parsed.matchedOptionValue(SHOW, false)) {
                loaded.values().forEach(this::show);
            }
            return Command.SUCCESS;
        } catch (ConfigError error) {
            terminal.err().println("config is invalid: " + error.getMessage());
            return Command.FAILURE;
        }
    }

    private void show(Shown value) {
        String shown = value.value().isEmpty() ? "\"\"" : value.value();
        terminal.out().println(value.path() + " = " + shown + "  (" + value.origin() + ")");
    }

    @Override
    public String positionalRefusal() {
        return "config validate does not accept positional arguments";
    }
}
