package ai.ongoing.gateway.cli.command;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/** Flags that several commands share. */
public final class Options {

    public static final String CONFIG = "--config";

    /** Where a command writes a file. */
    public static final String OUT = "--out";

    /** Agrees that a file is written over. */
    public static final String FORCE = "--force";

    private Options() {}

    /** A command with {@code --help}. */
    public static CommandSpec command(String name, String description) {
        CommandSpec spec = CommandSpec.create().name("ongoingai " + name);
        spec.usageMessage().description(description);
        return spec.addOption(OptionSpec.builder("--help")
                .usageHelp(true)
                .description("print this and exit")
                .build());
    }

    public static OptionSpec config() {
        return OptionSpec.builder(CONFIG)
                .type(String.class)
                .arity("1")
                .paramLabel("path/to/ongoingai.yaml")
                .description("configuration file; without it ./ongoingai.yaml, then ./config/ongoingai.yaml, then"
                        + " defaults and environment; \"\" for defaults and environment")
                .build();
    }

    /** A switch; {@code --name=false} says no, as it did to the older program. */
    public static OptionSpec flag(String name, String description) {
        return OptionSpec.builder(name)
                .type(boolean.class)
                .arity("0..1")
                .paramLabel("true|false")
                .description(description)
                .build();
    }

    public static OptionSpec text(String name, String label, String description) {
        return OptionSpec.builder(name)
                .type(String.class)
                .arity("1")
                .paramLabel(label)
                .description(description)
                .build();
    }

    public static OptionSpec number(String name, String label, String description) {
        return OptionSpec.builder(name)
                .type(Integer.class)
                .arity("1")
                .paramLabel(label)
                .description(description)
                .build();
    }

    /** The named file; null when none was named. */
    public static @Nullable Path config(ParseResult parsed) {
        String given = parsed.matchedOptionValue(CONFIG, (String) null);
        return given == null ? null : Path.of(given);
    }
}
