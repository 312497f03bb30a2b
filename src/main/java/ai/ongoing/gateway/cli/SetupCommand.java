package ai.ongoing.gateway.cli;

import ai.ongoing.gateway.cli.command.Command;
import ai.ongoing.gateway.cli.command.Options;
import ai.ongoing.gateway.cli.command.SameStore;
import ai.ongoing.gateway.cli.command.Terminal;
import ai.ongoing.gateway.config.ConfigError;
import ai.ongoing.gateway.config.GatewayConfig;
import ai.ongoing.gateway.config.source.ConfigLoader;
import ai.ongoing.gateway.migration.MigrationException;
import ai.ongoing.gateway.migration.MigrationExit;
import ai.ongoing.gateway.migration.MigrationObserver;
import ai.ongoing.gateway.storage.SchemaAccess;
import ai.ongoing.gateway.storage.StorageException;
import ai.ongoing.gateway.storage.StorageSettings;
import ai.ongoing.gateway.storage.schema.SchemaAdmin;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/**
 * {@code setup}: from nothing to a gateway that can serve. Writes a starter configuration where there is none, makes the
 * data directory, migrates. May be repeated at any time; a failed migration never looks like a success.
 */
final class SetupCommand implements Command {

    private static final String STARTER = "/ai/ongoing/gateway/config/starter.yaml";
    private static final String FILE = "ongoingai.yaml";

    private final Terminal terminal;

    SetupCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public CommandSpec spec() {
        return Options.command(
                        "setup",
                        "Writes a starter configuration where there is none, makes the data directory and migrates.")
                .addOption(Options.config());
    }

    @Override
    public int run(ParseResult parsed) {
        Path given = Options.config(parsed);
        try {
            writeStarter(given);
        } catch (IOException e) {
            terminal.err().println("setup cannot write the configuration: " + e + "; nothing was changed");
            return MigrationExit.FAILED.code();
        }
        SameStore store = SameStore.of(parsed);
        try {
            GatewayConfig config = ConfigLoader.load(given, terminal.workingDirectory(), terminal.environment());
            config.warnings().forEach(warning -> terminal.err().println("warning: " + warning));
            return migrated(config, store);
        } catch (ConfigError e) {
            terminal.err().println("config is invalid: " + e.getMessage());
            return MigrationExit.USAGE.code();
        } catch (MigrationException e) {
            return warned(String.valueOf(e.getMessage()), store, e.reason().exit());
        } catch (StorageException e) {
            return warned(String.valueOf(e.getMessage()), store, MigrationExit.FAILED);
        }
    }

    private int migrated(GatewayConfig config, SameStore store) {
        StorageSettings settings = StorageSettings.validated(config.storage());
        SchemaAdmin admin = SchemaAccess.of(settings, MigrationObserver.SILENT);
        admin.up();
        terminal.out()
                .println("database is ready: " + settings.location() + ", version "
                        + admin.status().version());
        terminal.out().println("next: ongoingai serve" + store.flags());
        return MigrationExit.OK.code();
    }

    private int warned(String cause, SameStore store, MigrationExit exit) {
        terminal.err().println("warning: the database was not migrated: " + store.in(cause));
        terminal.err().println("When that is mended, run: ongoingai migrate up" + store.flags());
        return exit.code();
    }

    /** A file that is there, in any of the places that are looked at, is left as it is. */
    private void writeStarter(@Nullable Path given) throws IOException {
        List<Path> places = given == null ? List.of(Path.of(FILE), Path.of("config", FILE)) : List.of(given);
        for (Path place : places) {
            if (Files.exists(terminal.workingDirectory().resolve(place))) {
                terminal.out().println("configuration is left as it is: " + place);
                return;
            }
        }
        Path place = places.getFirst();
        try {
            Files.writeString(terminal.workingDirectory().resolve(place), starter(), StandardOpenOption.CREATE_NEW);
            terminal.out().println("configuration is written: " + place);
        } catch (FileAlreadyExistsException e) {
            terminal.out().println("configuration is left as it is: " + place);
        }
    }

    private static String starter() throws IOException {
        try (InputStream in = SetupCommand.class.getResourceAsStream(STARTER)) {
            if (in == null) {
                throw new IOException(STARTER + " is not inside the program; build it again");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Override
    public String positionalRefusal() {
        return "setup does not accept positional arguments";
    }
}
