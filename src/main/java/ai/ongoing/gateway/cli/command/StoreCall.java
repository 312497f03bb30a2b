package ai.ongoing.gateway.cli.command;

import ai.ongoing.gateway.config.GatewayConfig;
import ai.ongoing.gateway.config.StorageConfig;
import ai.ongoing.gateway.config.source.ConfigLoader;
import ai.ongoing.gateway.config.source.ConfigRequest;
import ai.ongoing.gateway.config.source.LoadedConfig;
import ai.ongoing.gateway.migration.MigrationException;
import ai.ongoing.gateway.migration.MigrationExit;
import ai.ongoing.gateway.migration.MigrationObserver;
import ai.ongoing.gateway.storage.EndpointForms;
import ai.ongoing.gateway.storage.SchemaAccess;
import ai.ongoing.gateway.storage.StorageSettings;
import ai.ongoing.gateway.storage.schema.SchemaAdmin;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ParseResult;

/** One command about the store as it was typed: what it works on, and how it answers. */
public record StoreCall(Terminal terminal, ParseResult parsed) {

    public static final String DB = "--db";
    public static final String JSON = "--json";

    public boolean json() {
        return parsed.matchedOptionValue(JSON, false);
    }

    public boolean flag(String name) {
        return parsed.matchedOptionValue(name, false);
    }

    public Optional<Integer> number(String name) {
        return Optional.ofNullable(parsed.matchedOptionValue(name, (Integer) null));
    }

    public Optional<String> text(String name) {
        return Optional.ofNullable(parsed.matchedOptionValue(name, (String) null));
    }

    /** A file that a flag names, seen from where the command stands. */
    public Optional<Path> path(String name) {
        return text(name).map(terminal.workingDirectory()::resolve);
    }

    /** What stands behind the flags, when the command takes one word. */
    public String word() {
        return parsed.matchedPositionalValue(0, "");
    }

    /** The schema the flags and the configuration name. Opens nothing yet. */
    public SchemaAdmin admin(MigrationObserver observer) {
        return SchemaAccess.of(StorageSettings.validated(storage()), observer);
    }

    public SchemaAdmin admin() {
        return admin(MigrationObserver.SILENT);
    }

    /**
     * The schema of a store that is there already.
     *
     * @throws MigrationException when a flag names a file that is not there: a slip of the hand, which an empty store is not
     */
    public SchemaAdmin existing(MigrationObserver observer) {
        StorageSettings settings = StorageSettings.validated(storage());
        return file() == null ? SchemaAccess.of(settings, observer) : SchemaAccess.ofExisting(settings, observer);
    }

    /** The configuration's store; a file named by a flag wins over it. */
    public StorageConfig storage() {
        return storage(loaded().config());
    }

    /** The whole configuration with the origin of every value. */
    public LoadedConfig loaded() {
        return ConfigLoader.load(new ConfigRequest(
                Options.config(parsed), terminal.workingDirectory(), terminal.environment(), Map.of()));
    }

    /** As {@link #storage()}, of a configuration that has been read. */
    public StorageConfig storage(GatewayConfig config) {
        config.warnings().forEach(warning -> terminal.err().println("warning: " + warning));
        String file = file();
        return file == null
                ? config.storage()
                : config.storage()
                        .onFile(
                                Path.of("").equals(terminal.workingDirectory())
                                        ? file
                                        : terminal.workingDirectory()
                                                .resolve(file)
                                                .toString());
    }

    /** How databases are named in flags, seen from where the command stands. */
    public EndpointForms endpoints() {
        return new EndpointForms(
                terminal.workingDirectory(),
                terminal.environment(),
                file -> ConfigLoader.load(file, terminal.workingDirectory(), terminal.environment())
                        .storage());
    }

    private @Nullable String file() {
        return parsed.matchedOptionValue(DB, (String) null);
    }

    /** The flags that name the same store again, for a command the answer proposes. */
    public String again() {
        return store().flags();
    }

    /** A sentence whose proposed commands name the same store. */
    public String aimed(String sentence) {
        return store().in(sentence);
    }

    private SameStore store() {
        return new SameStore(Options.config(parsed), file());
    }

    public void say(String line) {
        terminal.out().println(line);
    }

    public void complain(String line) {
        terminal.err().println(aimed(line));
    }

    /** Answers with JSON when it was asked for, else in lines. */
    public MigrationExit answer(MigrationExit exit, Map<String, ?> json, List<String> lines) {
        if (json()) {
            say(JsonText.of(json));
        } else {
            lines.forEach(this::say);
        }
        return exit;
    }
}
