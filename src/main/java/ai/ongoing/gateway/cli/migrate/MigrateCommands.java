package ai.ongoing.gateway.cli.migrate;

import ai.ongoing.gateway.cli.command.Command;
import ai.ongoing.gateway.cli.command.Options;
import ai.ongoing.gateway.cli.command.StoreCommand;
import ai.ongoing.gateway.cli.command.Terminal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Model.OptionSpec;

/** The commands of {@code migrate}, by the words that name them. Nothing is opened before one of them runs. */
public final class MigrateCommands {

    static final String STEPS = "--steps";
    static final String TO = "--to";
    static final String YES = "--yes";
    static final String NO_BACKUP = "--no-backup";
    static final String ACCEPT_CHECKSUM = "--accept-checksum";

    private final Terminal terminal;
    private final Map<String, StoreCommand> commands = new LinkedHashMap<>();

    public MigrateCommands(Terminal terminal) {
        this.terminal = terminal;
        changing();
        looking();
        authoring();
    }

    private void changing() {
        OptionSpec yes = Options.flag(YES, "go ahead although rows or values are lost");
        OptionSpec noBackup = Options.flag(NO_BACKUP, "make no copy of the database file first");
        add(
                "up",
                "Applies what is pending.",
                SchemaWork::up,
                Options.number(TO, "V", "up to this number only"),
                noBackup);
        add(
                "down",
                "Undoes the newest file; refuses when rows would be lost.",
                SchemaWork::down,
                Options.number(STEPS, "N", "this many files"),
                Options.number(TO, "V", "every file above this number"),
                yes,
                noBackup);
        add("redo", "Undoes the newest file and applies it again.", SchemaWork::redo, yes, noBackup);
        add(
                "repair",
                "Accepts a changed file, or fills in the checksums of adopted ones; leaves an event.",
                SchemaWork::repair,
                Options.number(ACCEPT_CHECKSUM, "V", "take the shipped text of this number for the right one"));
        add(
                "baseline",
                "Stamps a database without a history at the Go program's newest version.",
                SchemaWork::baseline,
                noBackup);
        add(
                "adopt",
                "Says what a database is; takes it over with --yes.",
                SchemaWork::adopt,
                Options.flag(YES, "take it over"),
                noBackup);
    }

    private void looking() {
        add("status", "Shows every file and what became of it; changes nothing.", SchemaReports::status);
        add("version", "Prints the highest number applied; changes nothing.", SchemaReports::version);
        add("check", "Says whether this program could serve; changes nothing.", SchemaReports::check);
        add(
                "plan",
                "Prints what up would run, with line numbers; changes nothing.",
                PlanReport::show,
                Options.flag(PlanReport.EXECUTE_AND_ROLLBACK, "also run it in one transaction, and roll that back"));
        add("events", "Tells who did what to the schema, oldest first; changes nothing.", SchemaReports::events);
        add("validate", "Compares what is applied with the files; changes nothing.", SchemaReports::validate);
    }

    private void authoring() {
        add("lint", "Refuses files that would stop traffic or lose rows.", AuthoringWork::lint);
        add("parity", "Shows where the two backends differ.", AuthoringWork::parity);
        add(
                "dump",
                "Prints the page of the schema, from fresh databases of both backends.",
                AuthoringWork::dump,
                Options.flag(AuthoringWork.WRITE, "write the page into the source checkout"),
                Options.flag(AuthoringWork.LIST, "print the list of files alone; needs no database"));
        commands.put(
                "new",
                new StoreCommand(
                        terminal,
                        "migrate new",
                        "Writes both files of the next number into the source checkout.",
                        List.of(),
                        "NAME",
                        AuthoringWork::create));
    }

    private void add(String word, String description, StoreCommand.Action action, OptionSpec... own) {
        commands.put(word, new StoreCommand(terminal, "migrate " + word, description, List.of(own), "", action));
    }

    /** The command of a word; users of other gateways write some of them as flags, {@code --check} or {@code --apply}. */
    public Optional<Command> named(String word) {
        String plain = word.startsWith("--") ? word.substring(2) : word;
        return Optional.ofNullable(commands.get(plain.equals("apply") ? "up" : plain));
    }

    /** One line a command. */
    public List<String> synopses() {
        return commands.values().stream()
                .map(command -> "  ongoingai %-17s %s".formatted(command.name(), command.description()))
                .toList();
    }
}
