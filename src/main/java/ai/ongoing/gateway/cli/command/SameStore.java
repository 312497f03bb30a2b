package ai.ongoing.gateway.cli.command;

import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ParseResult;

/**
 * The flags with which a command was typed and that name its store. Whatever command an answer proposes carries them,
 * quoted for a shell, so that it works as it stands there.
 *
 * @param config the configuration file; null when none was named
 * @param file the database file; null when none was named
 */
public record SameStore(@Nullable Path config, @Nullable String file) {

    private static final Pattern PROPOSED =
            Pattern.compile("(?<=\")ongoingai (?:migrate|(serve|config validate|journal))\\b[^\"]*(?=\")");
    private static final Pattern PLAIN = Pattern.compile("[\\w./:@%+=,-]+");

    /** Of a command that takes no database file. */
    public static SameStore of(ParseResult parsed) {
        return new SameStore(Options.config(parsed), null);
    }

    /** To stand behind a command; empty, or begins with a space. */
    public String flags() {
        return configFlag() + (file == null ? "" : " " + StoreCall.DB + " " + quoted(file));
    }

    /** A sentence whose proposed commands, each between double quotes, name the same store. */
    public String in(String sentence) {
        return PROPOSED.matcher(sentence).replaceAll(proposed -> {
            String flags = proposed.group(1) == null ? flags() : configFlag();
            return Matcher.quoteReplacement(proposed.group() + flags);
        });
    }

    private String configFlag() {
        return config == null ? "" : " " + Options.CONFIG + " " + quoted(config.toString());
    }

    private static String quoted(String word) {
        return PLAIN.matcher(word).matches() ? word : "'" + word.replace("'", "'\\''") + "'";
    }
}
