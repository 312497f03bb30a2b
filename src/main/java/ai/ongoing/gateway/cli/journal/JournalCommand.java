package ai.ongoing.gateway.cli.journal;

import ai.ongoing.gateway.cli.command.Command;
import ai.ongoing.gateway.cli.command.JsonText;
import ai.ongoing.gateway.cli.command.Options;
import ai.ongoing.gateway.cli.command.SameStore;
import ai.ongoing.gateway.cli.command.ServeLauncher;
import ai.ongoing.gateway.cli.command.ServeLauncher.ReplayScope;
import ai.ongoing.gateway.cli.command.ServeLauncher.Replayed;
import ai.ongoing.gateway.cli.command.Terminal;
import ai.ongoing.gateway.config.ConfigError;
import ai.ongoing.gateway.config.GatewayConfig;
import ai.ongoing.gateway.config.source.ConfigLoader;
import ai.ongoing.gateway.journal.JournalException;
import ai.ongoing.gateway.journal.SetAsideCall;
import ai.ongoing.gateway.journal.file.JournalContents;
import ai.ongoing.gateway.journal.file.JournalContents.SegmentContents;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/**
 * {@code journal inspect | verify | replay}: what waits for the store, whether its files are whole, and storing it without
 * serving. The first two only read and work beside a running gateway.
 */
public final class JournalCommand implements Command {

    private static final String JSON = "--json";
    private static final String SET_ASIDE = "--set-aside";
    private static final String ANY_STORE = "--any-store";

    private final Terminal terminal;
    private final ServeLauncher launcher;
    private final String word;

    /** @param word which of the three */
    public JournalCommand(Terminal terminal, ServeLauncher launcher, String word) {
        this.terminal = terminal;
        this.launcher = launcher;
        this.word = word;
    }

    @Override
    public CommandSpec spec() {
        CommandSpec spec = Options.command("journal " + word, description())
                .addOption(Options.config())
                .addOption(Options.flag(JSON, "print one JSON object"));
        if (word.equals("replay")) {
            spec.addOption(Options.flag(SET_ASIDE, "also the calls that the store refused before"))
                    .addOption(Options.flag(ANY_STORE, "also calls that were meant for another store"));
        }
        return spec;
    }

    private String description() {
        return switch (word) {
            case "inspect" -> "Shows what waits in the journal; works beside a running gateway.";
            case "verify" ->
                "Reads every record of the journal and says whether all are intact and no call is missing.";
            default -> "Stores what waits in the journal, without serving; refuses beside a running gateway.";
        };
    }

    @Override
    public int run(ParseResult parsed) {
        boolean json = parsed.hasMatchedOption(JSON);
        try {
            GatewayConfig config =
                    ConfigLoader.load(Options.config(parsed), terminal.workingDirectory(), terminal.environment());
            if (word.equals("replay")) {
                ReplayScope scope =
                        new ReplayScope(parsed.hasMatchedOption(SET_ASIDE), parsed.hasMatchedOption(ANY_STORE));
                return replayed(launcher.replay(config, scope), json);
            }
            JournalContents contents = JournalContents.of(terminal.workingDirectory()
                    .resolve(config.tracing().journal().directory(config.storage())));
            terminal.out().print(json ? JsonText.of(document(contents)) + "\n" : text(contents));
            return word.equals("verify") && !contents.whole() ? Command.FAILURE : Command.SUCCESS;
        } catch (ConfigError | JournalException refused) {
            terminal.err().println(SameStore.of(parsed).in(String.valueOf(refused.getMessage())));
            return Command.FAILURE;
        }
    }

    private int replayed(Replayed came, boolean json) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("stored", came.stored());
        document.put("set_aside", came.setAside());
        document.put("lost", came.lost());
        document.put("left", came.left());
        terminal.out()
                .println(
                        json
                                ? JsonText.of(document)
                                : "stored " + came.stored() + ", set aside " + came.setAside() + ", lost "
                                        + came.lost() + ", left "
                                        + came.left());
        return came.left() == 0 && came.lost() == 0 ? Command.SUCCESS : Command.FAILURE;
    }

    private static Map<String, Object> document(JournalContents contents) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("path", contents.directory().toString());
        document.put("store", contents.store());
        document.put("last_holder", contents.lastHolder());
        document.put("waiting", contents.waiting());
        document.put("open", contents.open());
        document.put("oldest", contents.oldest());
        document.put("bytes", contents.bytes());
        document.put("stored_total", contents.stored());
        document.put("set_aside_total", contents.setAside());
        document.put("set_aside_kept", contents.keptAside());
        document.put(
                "set_aside",
                contents.newestAside().stream().map(JournalCommand::document).toList());
        document.put("lost_total", contents.lost());
        document.put("missing", contents.missing());
        document.put("unreadable", contents.unreadable());
        document.put("damaged_bytes", contents.damagedBytes());
        document.put("intact", contents.intact());
        document.put(
                "segments",
                contents.segments().stream().map(JournalCommand::document).toList());
        return document;
    }

    private static Map<String, Object> document(SetAsideCall call) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("trace_id", call.traceId());
        document.put("correlation_id", call.correlationId());
        document.put("ended", call.ended());
        document.put("reason", call.reason());
        return document;
    }

    private static Map<String, Object> document(SegmentContents segment) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("name", segment.name());
        document.put("bytes", segment.bytes());
        document.put("records", segment.records());
        document.put("damaged_bytes", segment.damagedBytes());
        document.put("header_damaged", segment.headerDamaged());
        return document;
    }

    private String text(JournalContents contents) {
        StringBuilder text = new StringBuilder(512);
        document(contents).forEach((key, value) -> {
            if (!(value instanceof List<?>)) {
                text.append("%-16s %s%n".formatted(key, value == null ? "" : value));
            }
        });
        for (SetAsideCall call : contents.newestAside()) {
            text.append("set aside %s  %s  %s%n".formatted(call.traceId(), call.ended(), call.reason()));
        }
        if (word.equals("verify")) {
            for (SegmentContents segment : contents.segments()) {
                text.append("%s  %d bytes  %d records  %d bytes damaged%s%n"
                        .formatted(
                                segment.name(),
                                segment.bytes(),
                                segment.records(),
                                segment.damagedBytes(),
                                segment.headerDamaged() ? "  header damaged" : ""));
            }
        }
        return text.toString();
    }

    @Override
    public String positionalRefusal() {
        return "journal " + word + " takes no argument; the journal is the configuration's: see --config";
    }
}
