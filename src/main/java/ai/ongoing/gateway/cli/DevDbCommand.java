package ai.ongoing.gateway.cli;

import ai.ongoing.gateway.cli.command.Command;
import ai.ongoing.gateway.cli.command.JsonText;
import ai.ongoing.gateway.cli.command.Options;
import ai.ongoing.gateway.cli.command.Terminal;
import ai.ongoing.gateway.devdb.Access;
import ai.ongoing.gateway.devdb.DevDatabase;
import ai.ongoing.gateway.devdb.DevDatabase.Section;
import ai.ongoing.gateway.devdb.DevDatabaseException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParseResult;

/** {@code dev-db}: a database server of one's own for trying and testing, made and removed by one command each. */
final class DevDbCommand implements Command {

    static final String SYNOPSIS =
            "  ongoingai dev-db up [--port N] | down | status [--json] | psql [-- ARGUMENTS] | logs [--follow] | reset --yes";

    private static final String PORT = "--port";
    private static final String FOLLOW = "--follow";
    private static final String YES = "--yes";
    private static final String JSON = "--json";
    private static final int REFUSED = 10;

    private final Terminal terminal;
    private final String word;

    private DevDbCommand(Terminal terminal, String word) {
        this.terminal = terminal;
        this.word = word;
    }

    static Optional<Command> named(Terminal terminal, String word) {
        return List.of("up", "down", "status", "psql", "logs", "reset").contains(word)
                ? Optional.of(new DevDbCommand(terminal, word))
                : Optional.empty();
    }

    @Override
    public CommandSpec spec() {
        return switch (word) {
            case "up" ->
                command("Starts the development database, making it first where there is none.")
                        .addOption(Options.number(
                                PORT, "N", "port on this machine; without it the last one, at first 15432"));
            case "down" -> command("Stops the development database; its data stays.");
            case "status" ->
                command("Shows the development database; ends with 1 when it does not run.")
                        .addOption(Options.flag(JSON, "answer with one JSON object on stdout"));
            case "psql" ->
                command("Opens psql on the development database; what follows -- is psql's.")
                        .addPositional(PositionalParamSpec.builder()
                                .type(List.class)
                                .auxiliaryTypes(String.class)
                                .arity("0..*")
                                .paramLabel("ARGUMENTS")
                                .build());
            case "logs" ->
                command("Shows the server's log.").addOption(Options.flag(FOLLOW, "go on until interrupted"));
            default ->
                command("Removes the development database with all its data.")
                        .addOption(Options.flag(YES, "agree that the data is removed"));
        };
    }

    private CommandSpec command(String description) {
        return Options.command("dev-db " + word, description);
    }

    @Override
    public int run(ParseResult parsed) {
        try {
            DevDatabase database = DevDatabase.of(terminal.environment(), this::done);
            return switch (word) {
                case "up" -> up(database, parsed);
                case "down" -> down(database);
                case "status" -> status(database, parsed);
                case "psql" -> database.psql(parsed.matchedPositionalValue(0, List.of()));
                case "logs" -> database.logs(parsed.matchedOptionValue(FOLLOW, false));
                default -> reset(database, parsed);
            };
        } catch (DevDatabaseException e) {
            terminal.err().println("✗ " + e.getMessage());
            return Command.FAILURE;
        }
    }

    private int up(DevDatabase database, ParseResult parsed) {
        Access access = database.up(Optional.ofNullable(parsed.matchedOptionValue(PORT, (Integer) null)));
        terminal.out().println("  " + access.maskedDsn());
        terminal.out().println("next: ongoingai start");
        return Command.SUCCESS;
    }

    private int down(DevDatabase database) {
        database.down();
        done("The development database is stopped; its data is kept");
        return Command.SUCCESS;
    }

    private int reset(DevDatabase database, ParseResult parsed) {
        if (!parsed.matchedOptionValue(YES, false)) {
            terminal.err()
                    .println("this removes the development database with all its data; to agree:"
                            + " ongoingai dev-db reset --yes");
            return REFUSED;
        }
        database.reset();
        done("The development database is removed");
        return Command.SUCCESS;
    }

    private int status(DevDatabase database, ParseResult parsed) {
        boolean running = database.running();
        Optional<Access> access = DevDatabase.access(terminal.environment());
        if (parsed.matchedOptionValue(JSON, false)) {
            Map<String, Object> json = new LinkedHashMap<>();
            json.put("running", running);
            access.ifPresent(found -> json.put("port", found.port()));
            access.ifPresent(found -> json.put("url", found.maskedDsn()));
            terminal.out().println(JsonText.of(json));
        } else {
            lines(database, access).forEach(terminal.out()::println);
        }
        return running ? Command.SUCCESS : Command.FAILURE;
    }

    private static List<String> lines(DevDatabase database, Optional<Access> access) {
        List<String> lines = new ArrayList<>(List.of("=== OngoingAI development database ==="));
        for (Section section : database.sections()) {
            lines.add("[" + section.title() + "]");
            lines.addAll(section.lines());
        }
        access.ifPresent(found -> lines.add("URL: " + found.maskedDsn()));
        return lines;
    }

    private void done(String step) {
        terminal.out().println("✓ " + step);
    }

    @Override
    public String positionalRefusal() {
        return word.equals("psql") ? "" : "dev-db " + word + " does not accept positional arguments";
    }
}
