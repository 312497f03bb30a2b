package ai.ongoing.gateway.cli;

import ai.ongoing.gateway.config.GatewayConfig;
import ai.ongoing.gateway.config.StorageConfig;
import ai.ongoing.gateway.config.source.ConfigLoader;
import ai.ongoing.gateway.config.source.ConfigRequest;
import ai.ongoing.gateway.config.source.LoadedConfig;
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
record StoreCall(Terminal terminal, ParseResult parsed) {

    static final String DB = "--db";
    static final String JSON = "--json";

    boolean json() {
        return parsed.matchedOptionValue(JSON, false);
    }

    boolean flag(String name) {
        return parsed.matchedOptionValue(name, false);
    }

    Optional<Integer> number(String name) {
        return Optional.ofNullable(parsed.matchedOptionValue(name, (Integer) null));
    }

    Optional<String> text(String name) {
        return Optional.ofNullable(parsed.matchedOptionValue(name, (String) null));
    }

    /** A file that a flag names, seen from where the command stands. */
    Optional<Path> path(String name) {
        return text(name).map(terminal.workingDirectory()::resolve);
    }

    /** What stands behind the flags, when the command takes one word. */
    String word() {
        return parsed.matchedPositionalValue(0, "");
    }

    /** The schema the flags and the configuration name. Opens nothing yet. */
    SchemaAdmin admin(MigrationObserver observer) {
        return SchemaAccess.of(StorageSettings.validated(storage()), observer);
    }

    SchemaAdmin admin() {
        return admin(MigrationObserver.SILENT);
    }

    /** The configuration's store; a file named by a flag wins over it. */
    StorageConfig storage() {
        return storage(loaded().config());
    }

    /** The whole configuration with the origin of every value. */
    LoadedConfig loaded() {
        return ConfigLoader.load(new ConfigRequest(
                Options.config(parsed), terminal.workingDirectory(), terminal.environment(), Map.of()));
    }

    /** As {@link #storage()}, of a configuration that has been read. */
    StorageConfig storage(GatewayConfig config) {
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
    EndpointForms endpoints() {
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
    String again() {
        return store().flags();
    }

    /** A sentence whose proposed commands name the same store. */
    String aimed(String sentence) {
        return store().in(sentence);
    }

    private SameStore store() {
        return new SameStore(Options.config(parsed), file());
    }

    void say(String line) {
        terminal.out().println(line);
    }

    void complain(String line) {
        terminal.err().println(aimed(line));
    }

    /** Answers with JSON when it was asked for, else in lines. */
    MigrationExit answer(MigrationExit exit, Map<String, ?> json, List<String> lines) {
        if (json()) {
            say(JsonText.of(json));
        } else {
            lines.forEach(this::say);
        }
        return exit;
    }
}
