package ai.ongoing.gateway.cli.data;

import ai.ongoing.gateway.cli.command.Command;
import ai.ongoing.gateway.cli.command.StoreCommand;
import ai.ongoing.gateway.cli.command.Terminal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Model.OptionSpec;

/** The commands of {@code db}, which work on whole databases, by the words that name them. Nothing is opened before one runs. */
public final class DbCommands {

    private final Map<String, StoreCommand> commands = new LinkedHashMap<>();

    public DbCommands(Terminal terminal) {
        commands.put("copy", CopyWork.copy(terminal));
        add(
                terminal,
                "verify",
                "Compares two databases by content, down to the column; changes nothing.",
                VerifyWork.options(),
                VerifyWork::verify);
        add(
                terminal,
                "report",
                "Prints what a copy said at its end, and whether it was changed since.",
                ReportWork.options(),
                ReportWork::report);
        add(
                terminal,
                "import",
                "Makes a store of another gateway's database: oceans-llm's, llm-proxy's.",
                ImportWork.options(),
                ImportWork::bring);
        add(
                terminal,
                "parity",
                "Compares the schemas of two databases; changes nothing.",
                ParityWork.options(),
                ParityWork::parity);
        add(
                terminal,
                "backup",
                "Backs the store up into one checked file, while it serves.",
                BackupWork.options(),
                BackupWork::backup);
        add(
                terminal,
                "restore",
                "Makes a store of a backup in an empty database; --check only looks through the file.",
                RestoreWork.options(),
                RestoreWork::restore);
    }

    private void add(
            Terminal terminal, String word, String description, List<OptionSpec> options, StoreCommand.Action action) {
        commands.put(word, new StoreCommand(terminal, "db " + word, description, options, "", action));
    }

    public Optional<Command> named(String word) {
        return Optional.ofNullable(commands.get(word));
    }

    /** One line a command. */
    public List<String> synopses() {
        return commands.values().stream()
                .map(command -> "  ongoingai %-17s %s".formatted(command.name(), command.description()))
                .toList();
    }
}
