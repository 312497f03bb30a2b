package ai.ongoing.gateway.cli;

import ai.ongoing.gateway.config.ConfigError;
import ai.ongoing.gateway.migration.MigrationException;
import ai.ongoing.gateway.migration.MigrationExit;
import ai.ongoing.gateway.storage.StorageException;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParseResult;

/**
 * One command about the configured store: the flags all of them share, and one way to refuse. Every failure is one message on
 * stderr and an exit code of {@link MigrationExit}.
 *
 * @param word the name of the one word behind the flags; empty for none
 */
record StoreCommand(
        Terminal terminal, String name, String description, List<OptionSpec> own, String word, Action action)
        implements Command {

    /** What the command does. */
    @FunctionalInterface
    interface Action {
        MigrationExit run(StoreCall call);
    }

    StoreCommand {
        own = List.copyOf(own);
    }

    @Override
    public CommandSpec spec() {
        CommandSpec spec = Options.command(name, description)
                .addOption(Options.config())
                .addOption(OptionSpec.builder(StoreCall.DB)
                        .type(String.class)
                        .arity("1")
                        .paramLabel("PATH")
                        .description("database file to work on, whatever the configuration names")
                        .build())
                .addOption(Options.flag(StoreCall.JSON, "answer with one JSON object on stdout"));
        own.forEach(spec::addOption);
        if (!word.isEmpty()) {
            spec.addPositional(PositionalParamSpec.builder()
                    .type(String.class)
                    .arity("1")
                    .paramLabel(word)
                    .description("lower case with underscores")
                    .build());
        }
        return spec;
    }

    @Override
    public int run(ParseResult parsed) {
        StoreCall call = new StoreCall(terminal, parsed);
        try {
            return action.run(call).code();
        } catch (MigrationException e) {
            return refused(call, e.reason().exit(), String.valueOf(e.getMessage()));
        } catch (StorageException e) {
            return refused(call, MigrationExit.USAGE, String.valueOf(e.getMessage()));
        } catch (ConfigError e) {
            return refused(call, MigrationExit.USAGE, "config is invalid: " + e.getMessage());
        } catch (UncheckedIOException e) {
            return refused(call, MigrationExit.FAILED, e.getMessage() + ": " + e.getCause());
        }
    }

    private static int refused(StoreCall call, MigrationExit exit, String message) {
        if (call.json()) {
            Map<String, Object> json = new LinkedHashMap<>();
            json.put("exit", exit.code());
            json.put("error", call.aimed(message));
            call.say(JsonText.of(json));
        }
        call.complain(message);
        return exit.code();
    }

    @Override
    public String positionalRefusal() {
        return word.isEmpty() ? name + " does not accept positional arguments" : "";
    }
}
