package ai.ongoing.gateway.cli;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Model.OptionSpec;

/** The commands of {@code migrate}, by the words that name them. Nothing is opened before one of them runs. */
final class MigrateCommands {

    static final String STEPS = "--steps";
    static final String TO = "--to";
    static final String YES = "--yes";

    private final Terminal terminal;
    private final Map<String, MigrateCommand> commands = new LinkedHashMap<>();

    MigrateCommands(Terminal terminal) {
        this.terminal = terminal;
        List<OptionSpec> none = List.of();
        add(
                "up",
                "Applies what is pending.",
                List.of(Options.number(TO, "V", "apply up to this number only")),
                SchemaWork::up);
        add("status", "Shows every file and what became of it; changes nothing.", none, SchemaReports::status);
        add("version", "Prints the highest number applied; changes nothing.", none, SchemaReports::version);
        add(
                "check",
                "Says whether this program could serve; changes nothing. 0 yes, 3 pending, 4 drift, 6 newer, 7 failed.",
                none,
                SchemaReports::check);
        add("plan", "Prints what up would run, with line numbers; changes nothing.", none, SchemaReports::plan);
        add(
                "validate",
                "Compares what is applied with the files; pending ones are in order. Changes nothing.",
                none,
                SchemaReports::validate);
        add(
                "lint",
                "Refuses files that would stop traffic or lose rows; reads a source checkout, else the program.",
                none,
                AuthoringWork::lint);
        add(
                "parity",
                "Shows where the two backends differ; exit code 8 for a difference nobody wrote down.",
                none,
                AuthoringWork::parity);
        add(
                "dump",
                "Prints the page of the schema and the list of all files, from fresh databases.",
                List.of(
                        Options.flag(AuthoringWork.WRITE, "write the page into the source checkout"),
                        Options.flag(AuthoringWork.LIST, "print the list of files alone; needs no database")),
                AuthoringWork::dump);
        addWithWord(
                "new", "Writes both files of the next number into the source checkout.", "NAME", AuthoringWork::create);
    }

    private void add(String word, String description, List<OptionSpec> own, MigrateCommand.Action action) {
        commands.put(word, new MigrateCommand(terminal, "migrate " + word, description, own, "", action));
    }

    private void addWithWord(String word, String description, String label, MigrateCommand.Action action) {
        commands.put(word, new MigrateCommand(terminal, "migrate " + word, description, List.of(), label, action));
    }

    /** The command of a word; users of other gateways write some of them as flags, {@code --check} or {@code --apply}. */
    Optional<Command> named(String word) {
        String plain = word.startsWith("--") ? word.substring(2) : word;
        return Optional.ofNullable(commands.get(plain.equals("apply") ? "up" : plain));
    }

    /** One line a command. */
    List<String> synopses() {
        return commands.values().stream()
                .map(command -> "  ongoingai %-17s %s".formatted(command.name(), command.description()))
                .toList();
    }
}
