package ai.ongoing.gateway.cli.data;

import static java.util.stream.Collectors.toCollection;

import ai.ongoing.gateway.cli.command.Interrupt;
import ai.ongoing.gateway.cli.command.Options;
import ai.ongoing.gateway.cli.command.StoreCall;
import ai.ongoing.gateway.cli.command.StoreCommand;
import ai.ongoing.gateway.cli.command.Terminal;
import ai.ongoing.gateway.devdb.DevDatabase;
import ai.ongoing.gateway.migration.MigrationException;
import ai.ongoing.gateway.migration.MigrationException.Reason;
import ai.ongoing.gateway.migration.MigrationExit;
import ai.ongoing.gateway.storage.Endpoint;
import ai.ongoing.gateway.storage.EndpointForms;
import ai.ongoing.gateway.storage.bulk.Manifest;
import ai.ongoing.gateway.transfer.copy.BadText;
import ai.ongoing.gateway.transfer.copy.CopyException;
import ai.ongoing.gateway.transfer.copy.CopyReport;
import ai.ongoing.gateway.transfer.copy.CopyRequest;
import ai.ongoing.gateway.transfer.copy.DatabaseCopy;
import ai.ongoing.gateway.transfer.copy.DryRun;
import ai.ongoing.gateway.transfer.part.Part;
import ai.ongoing.gateway.transfer.proof.ReportSeal;
import java.io.Console;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BooleanSupplier;
import picocli.CommandLine.Model.OptionSpec;

/** {@code db copy}, and the name users of other gateways know: {@code migrate-sqlite}. */
public final class CopyWork {

    /** The name of the one on this machine. */
    private static final String DEV_DB = "dev-db";

    static final String FROM = "--from";
    static final String TO = "--to";
    private static final String DRY_RUN = "--dry-run";
    private static final String MIGRATE = "--migrate-target";
    private static final String TRUNCATE = "--truncate-target";
    private static final String YES = "--yes";
    private static final String BAD_TEXT = "--on-bad-text";
    private static final String CHUNK = "--chunk-rows";
    private static final String FROM_ATTEMPTS = "--from-attempts";
    private static final String TO_ATTEMPTS = "--to-attempts";
    private static final String PROGRESS = "--progress";
    private static final String TABLES = "--tables";
    private static final String EXCLUDE = "--exclude";
    private static final String SINCE = "--since";
    private static final String WITHOUT_PAYLOADS = "--without-payloads";
    private static final String SIGN_KEY = "--sign-key";
    private static final String CONFIG_ONLY = "--config-only";
    static final String END = "PATH|URL|env:NAME|FILE.yaml|dev-db";

    /** Both ends as they were named. */
    private record Ends(Endpoint from, Endpoint to, boolean migrate) {}

    private CopyWork() {}

    static StoreCommand copy(Terminal terminal) {
        List<OptionSpec> options = options();
        options.add(Options.flag(MIGRATE, "apply pending migrations of the target first"));
        return new StoreCommand(
                terminal,
                "db copy",
                "Copies a whole store, in any direction; run again, it goes on.",
                options,
                "",
                call -> run(call, both(call)));
    }

    public static StoreCommand toServer(Terminal terminal) {
        return new StoreCommand(
                terminal,
                "migrate-sqlite",
                "Moves a database file to a server; run again, it goes on.",
                options(),
                "",
                call -> run(call, fileToServer(call)));
    }

    private static List<OptionSpec> options() {
        return new ArrayList<>(List.of(
                Options.text(FROM, END, "where the rows are; read only"),
                Options.text(TO, END, "where they go"),
                Options.flag(DRY_RUN, "say what would move, and write nothing anywhere"),
                Options.flag(TRUNCATE, "remove what stands in the target first; asks for --yes"),
                Options.flag(YES, "agree to the removal"),
                Options.text(BAD_TEXT, "fail|replace|escape", "what becomes of text a server cannot hold"),
                Options.text(TABLES, "TABLE,TABLE", "these tables alone, with their tenants"),
                Options.flag(CONFIG_ONLY, "tenants and keys alone, no calls"),
                Options.text(SINCE, "TIME", "calls from then on, for example 2026-11-01 or 2026-11-01T08:00:00Z"),
                Options.flag(WITHOUT_PAYLOADS, "calls without their bodies"),
                Options.text(EXCLUDE, "TABLE,TABLE", "tables that are not this program's, to leave behind"),
                Options.text(SIGN_KEY, "FILE", "sign the report with this Ed25519 private key, in PEM"),
                Options.number(CHUNK, "N", "commit after so many rows"),
                Options.number(
                        FROM_ATTEMPTS, "N", "how often to try to reach the source (3 for a file, 20 for a server)"),
                Options.number(TO_ATTEMPTS, "N", "how often to try to reach the target"),
                Options.text(
                        PROGRESS, "auto|live|plain", "one live line a table, or plain lines; auto asks the terminal")));
    }

    private static Ends both(StoreCall call) {
        EndpointForms forms = call.endpoints();
        return new Ends(
                forms.parse(FROM, required(call, FROM)), forms.parse(TO, required(call, TO)), call.flag(MIGRATE));
    }

    private static Ends fileToServer(StoreCall call) {
        EndpointForms forms = call.endpoints();
        Endpoint to = forms.server(TO, required(call, TO));
        Endpoint from = call.text(FROM)
                .map(text -> forms.file(FROM, text))
                .orElseGet(() ->
                        forms.file(FROM + " (storage.path)", call.storage().path()));
        return new Ends(from, to, true);
    }

    static String required(StoreCall call, String flag) {
        String text = call.text(flag)
                .orElseThrow(() ->
                        new MigrationException(Reason.USAGE, flag + " is missing; write " + flag + " " + END + "."));
        return named(call, flag, text);
    }

    /** An end as the options' parser takes it. */
    static String named(StoreCall call, String flag, String text) {
        return text.equals(DEV_DB) ? developmentDatabase(call, flag) : text;
    }

    private static String developmentDatabase(StoreCall call, String flag) {
        return DevDatabase.access(call.terminal().environment())
                .map(access -> access.dsn() + "?sslmode=disable")
                .orElseThrow(() -> new MigrationException(
                        Reason.USAGE,
                        flag + " " + DEV_DB + ": there is no development database yet; make it: ongoingai dev-db up."));
    }

    private static MigrationExit run(StoreCall call, Ends ends) {
        CopyLines lines = new CopyLines(call, style(call));
        ReportSeal seal =
                call.path(SIGN_KEY).map(file -> KeyFiles.seal(SIGN_KEY, file)).orElse(null);
        try (Interrupt interrupt = Interrupt.listening()) {
            try {
                CopyRequest request = request(call, ends, interrupt);
                int from = call.number(FROM_ATTEMPTS).orElse(ends.from().attempts());
                int to = call.number(TO_ATTEMPTS).orElse(ends.to().attempts());
                return call.flag(DRY_RUN)
                        ? DryRunWords.answer(call, new DryRun(request, lines).run(from, to))
                        : done(call, lines, ends, new DatabaseCopy(request, lines, seal).run(from, to));
            } catch (CopyException e) {
                lines.clear();
                String way = e.exit() == MigrationExit.INTERRUPTED
                        ? ". To go on, run the same command again: it finds what has arrived."
                        : "";
                return StoreCommand.refused(call, e.exit(), e.getMessage() + way);
            }
        }
    }

    private static CopyRequest request(StoreCall call, Ends ends, BooleanSupplier cancelled) {
        if (call.flag(TRUNCATE) && !call.flag(YES)) {
            throw new MigrationException(
                    Reason.REFUSED,
                    "--truncate-target removes every row of " + ends.to().location() + "; add --yes to agree.");
        }
        int rows = call.number(CHUNK).orElse(CopyRequest.CHUNK_ROWS);
        if (rows < 1) {
            throw new MigrationException(
                    Reason.USAGE, "--chunk-rows " + rows + " is no number of rows; write 1 or more.");
        }
        return new CopyRequest(
                        ends.from(), ends.to(), ends.migrate(), call.flag(TRUNCATE), rows, badText(call), cancelled)
                .of(part(call));
    }

    private static Part part(StoreCall call) {
        Set<String> known = Manifest.MOVED.stream().map(Manifest::name).collect(toCollection(TreeSet::new));
        Set<String> tables = names(call, TABLES);
        if (call.flag(CONFIG_ONLY)) {
            if (!tables.isEmpty()) {
                throw usage("--config-only says which tables, and so does --tables; write one of them.");
            }
            tables = Set.of("organizations", "workspaces", "gateway_keys");
        }
        for (String table : tables) {
            if (!known.contains(table)) {
                throw usage("--tables " + table + " is not known; write " + String.join(", ", known) + ".");
            }
        }
        return new Part(
                tables,
                names(call, EXCLUDE),
                call.text(SINCE).map(CopyWork::moment).orElse(null),
                !call.flag(WITHOUT_PAYLOADS));
    }

    private static Set<String> names(StoreCall call, String flag) {
        return call.text(flag)
                .map(text -> Set.copyOf(List.of(text.split(",", -1))))
                .orElseGet(Set::of);
    }

    private static Instant moment(String text) {
        try {
            return text.length() == "2026-11-01".length()
                    ? LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant()
                    : OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeException e) {
            throw usage("--since " + text + " is no time; write 2026-11-01 or 2026-11-01T08:00:00Z.");
        }
    }

    private static MigrationException usage(String sentence) {
        return new MigrationException(Reason.USAGE, sentence);
    }

    private static BadText badText(StoreCall call) {
        String word = call.text(BAD_TEXT).orElse("fail");
        return switch (word) {
            case "fail" -> BadText.FAIL;
            case "replace" -> BadText.REPLACE;
            case "escape" -> BadText.ESCAPE;
            default ->
                throw new MigrationException(
                        Reason.USAGE, "--on-bad-text " + word + " is not known; write fail, replace or escape.");
        };
    }

    private static CopyLines.Style style(StoreCall call) {
        if (call.json()) {
            return CopyLines.Style.JSON;
        }
        String word = call.text(PROGRESS).orElse("auto");
        return switch (word) {
            case "live" -> CopyLines.Style.LIVE;
            case "plain" -> CopyLines.Style.PLAIN;
            case "auto" ->
                Optional.ofNullable(System.console())
                                .filter(Console::isTerminal)
                                .isPresent()
                        ? CopyLines.Style.LIVE
                        : CopyLines.Style.PLAIN;
            default ->
                throw new MigrationException(
                        Reason.USAGE, "--progress " + word + " is not known; write auto, live or plain.");
        };
    }

    private static MigrationExit done(StoreCall call, CopyLines lines, Ends ends, CopyReport report) {
        lines.clear();
        MigrationExit exit = report.verified() ? MigrationExit.OK : MigrationExit.MISMATCH;
        List<String> text = new ArrayList<>();
        if (report.verified()) {
            text.add("✓ Every row was read back and is what left the source");
            text.add("✓ Migration completed successfully!");
        } else {
            call.complain("What arrived is not what left; \"ongoingai db verify\" narrows it down to the row. "
                    + report.text());
        }
        text.add("Total records migrated: " + report.written());
        if (report.verified() && part(call).words().isEmpty()) {
            text.addAll(SwitchGuide.lines(ends.from(), ends.to(), report));
        }
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("event", "done");
        json.put("exit", exit.code());
        json.putAll(report.object());
        return call.answer(exit, json, text);
    }
}
