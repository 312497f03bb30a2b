package ai.ongoing.gateway.cli.journal;

import ai.ongoing.gateway.cli.command.Command;
import ai.ongoing.gateway.cli.command.Options;
import ai.ongoing.gateway.cli.command.Terminal;
import ai.ongoing.gateway.config.ConfigError;
import ai.ongoing.gateway.config.GatewayConfig;
import ai.ongoing.gateway.config.setting.BadValue;
import ai.ongoing.gateway.config.setting.ScalarType;
import ai.ongoing.gateway.config.source.ConfigLoader;
import ai.ongoing.gateway.status.GatewayAddress;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParseResult;

/** {@code diagnostics}: asks a running gateway where every call is, and prints its answer. */
public final class DiagnosticsCommand implements Command {

    private static final String TARGET = "trace-pipeline";
    private static final String BASE_URL = "--base-url";
    private static final String GATEWAY_KEY = "--gateway-key";
    private static final String AUTH_HEADER = "--auth-header";
    private static final String FORMAT = "--format";
    private static final String TIMEOUT = "--timeout";
    private static final String DEFAULT_HEADER = "X-OngoingAI-Gateway-Key";

    private final Terminal terminal;

    public DiagnosticsCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    /** Flags that cannot be meant. */
    private static final class Misuse extends RuntimeException {

        private static final long serialVersionUID = 1L;

        Misuse(String message) {
            super(message);
        }
    }

    @Override
    public CommandSpec spec() {
        return Options.command("diagnostics", "Asks a running gateway where every call is.")
                .addOption(Options.config())
                .addOption(option(BASE_URL, "URL", "the gateway; without it the configuration's host and port"))
                .addOption(option(GATEWAY_KEY, "KEY", "key to send, where the gateway asks for one"))
                .addOption(option(AUTH_HEADER, "NAME", "header of the key; without it auth.header"))
                .addOption(option(FORMAT, "text|json", "how to print the answer"))
                .addOption(option(TIMEOUT, "DURATION", "longest wait, such as 500ms; 5s without it"))
                .addPositional(PositionalParamSpec.builder()
                        .type(List.class)
                        .auxiliaryTypes(String.class)
                        .arity("0..*")
                        .paramLabel("[" + TARGET + "]")
                        .description("what to ask for; there is one thing")
                        .build());
    }

    private static OptionSpec option(String name, String label, String description) {
        return OptionSpec.builder(name)
                .type(String.class)
                .arity("1")
                .paramLabel(label)
                .description(description)
                .build();
    }

    @Override
    public int run(ParseResult parsed) {
        try {
            checkTarget(parsed.matchedPositionalValue(0, List.of()));
            boolean json = json(text(parsed, FORMAT, "text"));
            Duration timeout = timeout(text(parsed, TIMEOUT, "5s"));
            PipelineDocument document = PipelineDocument.fetch(question(parsed, timeout));
            terminal.out().print(json ? document.json() : document.text());
            return Command.SUCCESS;
        } catch (Misuse misuse) {
            terminal.err().println(misuse.getMessage());
            return Command.USAGE;
        } catch (ConfigError error) {
            terminal.err().println("config is invalid: " + error.getMessage());
            return Command.FAILURE;
        } catch (PipelineDocument.Unreadable unreadable) {
            terminal.err().println(unreadable.getMessage());
            return Command.FAILURE;
        }
    }

    private static void checkTarget(List<?> words) {
        if (words.size() > 1) {
            throw new Misuse("diagnostics accepts at most one positional argument: trace-pipeline");
        }
        if (!words.isEmpty() && !TARGET.equals(words.getFirst())) {
            throw new Misuse(
                    "unsupported diagnostics target \"" + words.getFirst() + "\": expected \"trace-pipeline\"");
        }
    }

    private static boolean json(String format) {
        return switch (format.strip().toLowerCase(Locale.ROOT)) {
            case "json" -> true;
            case "text" -> false;
            default -> throw new Misuse("invalid diagnostics format \"" + format + "\": expected text or json");
        };
    }

    private static Duration timeout(String text) {
        try {
            Duration timeout = ScalarType.DURATION.fromText(text);
            if (timeout.isNegative() || timeout.isZero()) {
                throw new Misuse("invalid diagnostics timeout \"" + text + "\": must be greater than 0");
            }
            return timeout;
        } catch (BadValue bad) {
            throw new Misuse("invalid diagnostics timeout: " + bad.getMessage());
        }
    }

    /** The configuration is read only for what no flag says, and only a missing address makes its faults fatal. */
    private PipelineDocument.Question question(ParseResult parsed, Duration timeout) {
        String baseUrl = text(parsed, BASE_URL, "").strip();
        String header = text(parsed, AUTH_HEADER, "").strip();
        if (baseUrl.isEmpty()) {
            GatewayConfig config = config(parsed);
            baseUrl = GatewayAddress.of(config.server());
            header = header.isEmpty() ? config.auth().header() : header;
        } else if (header.isEmpty()) {
            header = headerOrDefault(parsed);
        }
        return new PipelineDocument.Question(base(baseUrl), header, text(parsed, GATEWAY_KEY, ""), timeout);
    }

    private String headerOrDefault(ParseResult parsed) {
        try {
            return config(parsed).auth().header();
        } catch (ConfigError ignored) {
            return DEFAULT_HEADER;
        }
    }

    private GatewayConfig config(ParseResult parsed) {
        return ConfigLoader.load(Options.config(parsed), terminal.workingDirectory(), terminal.environment());
    }

    /** Without query, fragment and trailing slashes. */
    private static String base(String url) {
        try {
            URI uri = URI.create(url);
            String scheme = uri.getScheme();
            if (uri.getHost() == null || !("http".equals(scheme) || "https".equals(scheme))) {
                throw new Misuse(
                        "invalid diagnostics base url \"" + url + "\": expected http:// or https:// and a host");
            }
            return scheme + "://" + uri.getRawAuthority() + uri.getRawPath().replaceFirst("/+$", "");
        } catch (IllegalArgumentException malformed) {
            throw new Misuse("invalid diagnostics base url \"" + url + "\": expected http:// or https:// and a host");
        }
    }

    private static String text(ParseResult parsed, String name, String otherwise) {
        return parsed.matchedOptionValue(name, otherwise);
    }

    /** The command takes a word and checks it itself. */
    @Override
    public String positionalRefusal() {
        return "";
    }
}
