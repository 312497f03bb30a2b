package ai.ongoing.gateway.cli.data;

import ai.ongoing.gateway.api.trace.Parameters;
import ai.ongoing.gateway.api.trace.TraceQuery;
import ai.ongoing.gateway.cli.command.Options;
import ai.ongoing.gateway.cli.command.Progress;
import ai.ongoing.gateway.cli.command.StoreCall;
import ai.ongoing.gateway.cli.command.StoreCommand;
import ai.ongoing.gateway.cli.command.Terminal;
import ai.ongoing.gateway.migration.MigrationException;
import ai.ongoing.gateway.migration.MigrationException.Reason;
import ai.ongoing.gateway.migration.MigrationExit;
import ai.ongoing.gateway.migration.MigrationObserver;
import ai.ongoing.gateway.migration.plan.SchemaCheck;
import ai.ongoing.gateway.storage.SchemaAccess;
import ai.ongoing.gateway.storage.StorageSettings;
import ai.ongoing.gateway.storage.StoredTraces;
import ai.ongoing.gateway.tenant.Tenant;
import ai.ongoing.gateway.tenant.TenantScope;
import ai.ongoing.gateway.transfer.export.ExportFormat;
import ai.ongoing.gateway.transfer.export.ExportRequest;
import ai.ongoing.gateway.transfer.export.TraceExport;
import ai.ongoing.gateway.transfer.file.PrivateFile;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Model.OptionSpec;

/**
 * {@code export}: traces as lines of text on stdout or in a private file, with the filters and the fields of the API's
 * list. Runs beside a gateway.
 */
public final class ExportWork {

    private static final String FORMAT = "--format";
    private static final String DETAIL = "--detail";
    private static final String TENANT = "--tenant";

    /** The parameters of {@code GET /api/traces}, but for its pages. */
    private static final List<String> FILTERS = List.of(
            "provider",
            "model",
            "status",
            "from",
            "to",
            "min_tokens",
            "max_tokens",
            "correlation_id",
            "trace_group_id",
            "thread_id",
            "run_id",
            "api_key_hash");

    private static final int BUFFER = 64 << 10;

    private ExportWork() {}

    public static StoreCommand command(Terminal terminal) {
        List<OptionSpec> options = new ArrayList<>(List.of(
                Options.text(FORMAT, "ndjson|csv", "one JSON object a line (default), or RFC 4180 with a header line"),
                Options.text(Options.OUT, "FILE", "write a private file instead of stdout; never over one that exists"),
                Options.flag(Options.FORCE, "replace the file"),
                Options.flag(DETAIL, "whole traces with headers, bodies and metadata, not only the lines of a list"),
                Options.text(TENANT, "ORG/WORKSPACE", "only this tenant's traces")));
        FILTERS.forEach(name ->
                options.add(Options.text(flag(name), "VALUE", "as the parameter " + name + " of GET /api/traces")));
        return new StoreCommand(
                terminal, "export", "Writes recorded calls out, newest first.", options, "", ExportWork::run);
    }

    private static String flag(String parameter) {
        return "--" + parameter.replace('_', '-');
    }

    private static MigrationExit run(StoreCall call) {
        ExportFormat format = format(call);
        ExportRequest request = request(call);
        Optional<Path> file = call.path(Options.OUT);
        if (call.json() && file.isEmpty()) {
            throw usage("--json answers on stdout, where the traces go: name a file with --out.");
        }
        StorageSettings settings = StorageSettings.validated(call.storage());
        try (StoredTraces traces = StoredTraces.of(settings)) {
            SchemaCheck schema =
                    SchemaAccess.of(settings, MigrationObserver.SILENT).check();
            if (schema.exit() != MigrationExit.OK) {
                return StoreCommand.refused(
                        call, schema.exit(), schema.findings().getFirst());
            }
            TraceExport export = new TraceExport(traces.reader(), request);
            return file.isPresent() ? toFile(call, export, format, file.get()) : toStdout(call, export, format);
        } catch (IOException e) {
            throw new UncheckedIOException("the export was not finished", e);
        }
    }

    private static MigrationExit toStdout(StoreCall call, TraceExport export, ExportFormat format) throws IOException {
        OutputStream stdout = call.terminal().out();
        export.write(format, new BufferedOutputStream(stdout, BUFFER), new Progress(call, "traces"));
        if (call.terminal().out().checkError()) {
            throw new IOException("stdout takes no more: the program that reads it has ended, or its disk is full");
        }
        return MigrationExit.OK;
    }

    private static MigrationExit toFile(StoreCall call, TraceExport export, ExportFormat format, Path path)
            throws IOException {
        try (PrivateFile file = PrivateFile.beside(path, call.flag(Options.FORCE))) {
            long written;
            try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file.part()), BUFFER)) {
                written = export.write(format, out, new Progress(call, "traces"));
            }
            file.publish();
            return call.answer(
                    MigrationExit.OK,
                    Map.of("exit", 0, "traces", written, "file", path.toString()),
                    List.of("exported " + written + " traces to " + path));
        }
    }

    private static ExportFormat format(StoreCall call) {
        String word = call.text(FORMAT).orElse("ndjson");
        return switch (word) {
            case "ndjson" -> ExportFormat.NDJSON;
            case "csv" -> ExportFormat.CSV;
            default -> throw usage("--format " + word + " is not known; write ndjson or csv.");
        };
    }

    private static ExportRequest request(StoreCall call) {
        TraceQuery query;
        try {
            query = TraceQuery.of(new Parameters(
                    name -> FILTERS.contains(name) ? call.text(flag(name)).orElse(null) : null));
        } catch (Parameters.Refused refused) {
            throw usage("export: " + refused.getMessage() + ".");
        }
        TenantScope scope = call.text(TENANT).map(ExportWork::tenant).orElseGet(TenantScope::operator);
        return new ExportRequest(scope, query.filter(), call.flag(DETAIL));
    }

    private static TenantScope tenant(String text) {
        int slash = text.indexOf('/');
        try {
            if (slash > 0) {
                return TenantScope.of(Tenant.of(text.substring(0, slash), text.substring(slash + 1)));
            }
        } catch (IllegalArgumentException e) {
            throw usage("--tenant: " + e.getMessage() + ".");
        }
        throw usage("--tenant " + text + " names no workspace; write ORG/WORKSPACE, for example default/default.");
    }

    private static MigrationException usage(String sentence) {
        return new MigrationException(Reason.USAGE, sentence);
    }
}
