package ai.ongoing.gateway.cli;

import ai.ongoing.gateway.cli.command.Command;
import ai.ongoing.gateway.cli.command.Flags;
import ai.ongoing.gateway.cli.command.ServeLauncher;
import ai.ongoing.gateway.cli.command.Terminal;
import ai.ongoing.gateway.cli.data.CopyWork;
import ai.ongoing.gateway.cli.data.DbCommands;
import ai.ongoing.gateway.cli.data.ExportWork;
import ai.ongoing.gateway.cli.journal.DiagnosticsCommand;
import ai.ongoing.gateway.cli.journal.JournalCommand;
import ai.ongoing.gateway.cli.migrate.MigrateCommands;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/**
 * The command line; the first argument alone chooses the command, none means {@code serve}. Only {@code serve} and {@code start} reach the
 * server, through their launcher, so every other command runs without loading it.
 */
public final class Cli {

    private static final String VALIDATE_SYNOPSIS =
            "  ongoingai config validate [--config path/to/ongoingai.yaml] [--show]";
    private static final String JOURNAL_SYNOPSIS =
            "  ongoingai journal inspect | verify | replay [--set-aside] [--any-store] [--config FILE] [--json]";
    private static final List<String> SYNOPSES = List.of(
            "  ongoingai serve [--config path/to/ongoingai.yaml] [--host HOST] [--port PORT]",
            "  ongoingai version",
            VALIDATE_SYNOPSIS,
            "  ongoingai start [--config path/to/ongoingai.yaml] [--host HOST] [--port PORT]",
            DevDbCommand.SYNOPSIS,
            "  ongoingai setup [--config path/to/ongoingai.yaml]",
            "  ongoingai diagnostics [trace-pipeline] [--base-url URL] [--gateway-key KEY] [--format text|json]",
            JOURNAL_SYNOPSIS,
            "  ongoingai status [--json] [--bundle FILE] [--log FILE]",
            "  ongoingai db copy | import | report | verify | parity | backup | restore [--help]",
            "  ongoingai export [--format ndjson|csv] [--out FILE] [--detail] [--tenant ORG/WORKSPACE] [filters]",
            "  ongoingai migrate-sqlite --to URL [--from PATH] [--dry-run]",
            "  ongoingai migrate up | down | redo | status | version | check | plan | events | validate | repair"
                    + " | baseline | adopt | lint | parity | dump | new NAME [--help]");

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
        List<String> all = Arrays.asList(arguments);
        List<String> rest = all.isEmpty() ? all : all.subList(1, all.size());
        return switch (all.isEmpty() ? "serve" : all.getFirst()) {
            case "serve" -> run(new ServeCommand(terminal, launcher), rest);
            case "version", "--version", "-v" -> run(new VersionCommand(terminal), rest);
            case "config" -> config(rest);
            case "start" -> run(new StartCommand(terminal, launcher), rest);
            case "dev-db" -> devDb(rest);
            case "setup" -> run(new SetupCommand(terminal), rest);
            case "diagnostics" -> run(new DiagnosticsCommand(terminal), rest);
            case "migrate" -> migrate(rest);
            case "status" -> run(StatusWork.command(terminal), rest);
            case "journal" -> journal(rest);
            case "db" -> database(rest);
            case "export" -> run(ExportWork.command(terminal), rest);
            case "migrate-sqlite" -> run(CopyWork.toServer(terminal), rest);
            case "--help", "-help", "-h" -> usage(terminal.out(), SYNOPSES, Command.SUCCESS);
            default -> usage(terminal.err(), SYNOPSES, Command.USAGE);
        };
    }

    private int config(List<String> arguments) {
        List<String> synopsis = List.of(VALIDATE_SYNOPSIS);
        return switch (arguments.isEmpty() ? "" : arguments.getFirst()) {
            case "validate" -> run(new ValidateCommand(terminal, launcher), arguments.subList(1, arguments.size()));
            case "--help", "-help", "-h" -> usage(terminal.out(), synopsis, Command.SUCCESS);
            default -> usage(terminal.err(), synopsis, Command.USAGE);
        };
    }

    private int devDb(List<String> arguments) {
        List<String> synopsis = List.of(DevDbCommand.SYNOPSIS);
        String word = arguments.isEmpty() ? "" : arguments.getFirst();
        return switch (word) {
            case "--help", "-help", "-h" -> usage(terminal.out(), synopsis, Command.SUCCESS);
            default ->
                DevDbCommand.named(terminal, word)
                        .map(command -> run(command, arguments.subList(1, arguments.size())))
                        .orElseGet(() -> usage(terminal.err(), synopsis, Command.USAGE));
        };
    }

    private int journal(List<String> arguments) {
        String word = arguments.isEmpty() ? "" : arguments.getFirst();
        return switch (word) {
            case "inspect", "verify", "replay" ->
                run(new JournalCommand(terminal, launcher, word), arguments.subList(1, arguments.size()));
            case "--help", "-help", "-h" -> usage(terminal.out(), List.of(JOURNAL_SYNOPSIS), Command.SUCCESS);
            default -> usage(terminal.err(), List.of(JOURNAL_SYNOPSIS), Command.USAGE);
        };
    }

    private int migrate(List<String> arguments) {
        MigrateCommands commands = new MigrateCommands(terminal);
        String word = arguments.isEmpty() ? "" : arguments.getFirst();
        return switch (word) {
            case "--help", "-help", "-h" -> usage(terminal.out(), commands.synopses(), Command.SUCCESS);
            default ->
                commands.named(word)
                        .map(command -> run(command, arguments.subList(1, arguments.size())))
                        .orElseGet(() -> usage(terminal.err(), commands.synopses(), Command.USAGE));
        };
    }

    private int database(List<String> arguments) {
        DbCommands commands = new DbCommands(terminal);
        String word = arguments.isEmpty() ? "" : arguments.getFirst();
        return switch (word) {
            case "--help", "-help", "-h" -> usage(terminal.out(), commands.synopses(), Command.SUCCESS);
            default ->
                commands.named(word)
                        .map(command -> run(command, arguments.subList(1, arguments.size())))
                        .orElseGet(() -> usage(terminal.err(), commands.synopses(), Command.USAGE));
        };
    }

    private int run(Command command, List<String> arguments) {
        CommandSpec spec = command.spec();
        CommandLine line = new CommandLine(spec).setExpandAtFiles(false).setOverwrittenOptionsAllowed(true);
        Flags flags = Flags.of(spec, arguments);
        try {
            List<String> words = new ArrayList<>(flags.flags());
            if (!spec.positionalParameters().isEmpty() && !flags.positionals().isEmpty()) {
                words.add("--");
                words.addAll(flags.positionals());
            }
            ParseResult parsed = line.parseArgs(words.toArray(String[]::new));
            if (parsed.isUsageHelpRequested()) {
                line.usage(terminal.out(), Ansi.OFF);
                return Command.SUCCESS;
            }
            if (!flags.positionals().isEmpty() && !command.positionalRefusal().isEmpty()) {
                terminal.err().println(command.positionalRefusal());
                return Command.USAGE;
            }
            return command.run(parsed);
        } catch (ParameterException wrong) {
            terminal.err().println(wrong.getMessage());
            line.usage(terminal.err(), Ansi.OFF);
            return Command.USAGE;
        }
    }

    private static int usage(PrintStream to, List<String> synopses, int exitCode) {
        to.println("Usage:");
        synopses.forEach(to::println);
        return exitCode;
    }
}
