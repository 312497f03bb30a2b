package ai.ongoing.gateway.cli.command;

import ai.ongoing.gateway.config.ConfigError;
import ai.ongoing.gateway.migration.MigrationException;
import ai.ongoing.gateway.migration.MigrationExit;
import ai.ongoing.gateway.storage.StorageException;
import ai.ongoing.gateway.storage.bulk.BulkException;
import ai.ongoing.gateway.trace.TraceStoreException;
import ai.ongoing.gateway.trace.TraceStoreException.Failure;
import ai.ongoing.gateway.transfer.archive.ArchiveException;
import ai.ongoing.gateway.transfer.backup.BackupException;
import ai.ongoing.gateway.transfer.file.FileRefused;
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
public record StoreCommand(
        Terminal terminal, String name, String description, List<OptionSpec> own, String word, Action action)
        implements Command {

    /** What the command does. */
    @FunctionalInterface
    public interface Action {
        MigrationExit run(StoreCall call);
    }

    public StoreCommand {
        own = List.copyOf(own);
    }

    @Override
    public CommandSpec spec() {
        CommandSpec spec = Options.command(name, description)
                .addOption(Options.config())
                .addOption(Options.text(
                        StoreCall.DB, "PATH", "database file to work on, whatever the configuration names"))
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
        return run(new StoreCall(terminal, parsed)).code();
    }

    private MigrationExit run(StoreCall call) {
        try {
            return action.run(call);
        } catch (MigrationException e) {
            return refused(call, e.reason().exit(), String.valueOf(e.getMessage()));
        } catch (BackupException e) {
            return refused(call, e.exit(), String.valueOf(e.getMessage()));
        } catch (ArchiveException e) {
            return refused(call, exit(e.reason()), String.valueOf(e.getMessage()));
        } catch (BulkException e) {
            return refused(call, exit(e.reason()), String.valueOf(e.getMessage()));
        } catch (FileRefused e) {
            return refused(
                    call, e.occupied() ? MigrationExit.REFUSED : MigrationExit.FAILED, String.valueOf(e.getMessage()));
        } catch (TraceStoreException e) {
            return refused(
                    call,
                    e.failure() == Failure.CONNECTION ? MigrationExit.UNREACHABLE : MigrationExit.FAILED,
                    String.valueOf(e.getMessage()));
        } catch (StorageException e) {
            return refused(call, e.held() ? MigrationExit.LOCKED : MigrationExit.USAGE, String.valueOf(e.getMessage()));
        } catch (ConfigError e) {
            return refused(call, MigrationExit.USAGE, "config is invalid: " + e.getMessage());
        } catch (UncheckedIOException e) {
            return refused(call, MigrationExit.FAILED, e.getMessage() + ": " + e.getCause());
        }
    }

    private static MigrationExit exit(ArchiveException.Reason reason) {
        return switch (reason) {
            case OTHER_FILE -> MigrationExit.USAGE;
            case NEWER -> MigrationExit.NEWER;
            case DAMAGED -> MigrationExit.DAMAGED;
        };
    }

    private static MigrationExit exit(BulkException.Reason reason) {
        return switch (reason) {
            case UNREACHABLE -> MigrationExit.UNREACHABLE;
            case CORRUPT -> MigrationExit.DAMAGED;
            case SCHEMA -> MigrationExit.REFUSED;
            case HELD -> MigrationExit.LOCKED;
            case RIGHTS, FAILED -> MigrationExit.FAILED;
        };
    }

    /** Says it on stderr, and on stdout where JSON was asked for. */
    public static MigrationExit refused(StoreCall call, MigrationExit exit, String message) {
        if (call.json()) {
            Map<String, Object> json = new LinkedHashMap<>();
            json.put("exit", exit.code());
            json.put("error", call.aimed(message));
            call.say(JsonText.of(json));
        }
        call.complain(message);
        return exit;
    }

    @Override
    public String positionalRefusal() {
        return word.isEmpty() ? name + " does not accept positional arguments" : "";
    }
}
