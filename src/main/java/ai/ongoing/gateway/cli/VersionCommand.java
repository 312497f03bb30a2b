package ai.ongoing.gateway.cli;

import ai.ongoing.gateway.cli.command.Command;
import ai.ongoing.gateway.cli.command.Options;
import ai.ongoing.gateway.cli.command.Terminal;
import ai.ongoing.gateway.config.BuildVersion;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** {@code version}: prints which build this is. */
final class VersionCommand implements Command {

    private final Terminal terminal;

    VersionCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public CommandSpec spec() {
        return Options.command("version", "Prints version, commit and date of this build.");
    }

    @Override
    public int run(ParseResult parsed) {
        terminal.out().println(BuildVersion.current());
        return Command.SUCCESS;
    }

    @Override
    public String positionalRefusal() {
        return "";
    }
}
