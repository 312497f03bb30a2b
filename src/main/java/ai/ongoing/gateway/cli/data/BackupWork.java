package ai.ongoing.gateway.cli.data;

import ai.ongoing.gateway.cli.command.Options;
import ai.ongoing.gateway.cli.command.Progress;
import ai.ongoing.gateway.cli.command.StoreCall;
import ai.ongoing.gateway.config.BuildVersion;
import ai.ongoing.gateway.migration.MigrationException;
import ai.ongoing.gateway.migration.MigrationException.Reason;
import ai.ongoing.gateway.migration.MigrationExit;
import ai.ongoing.gateway.storage.NativeDump;
import ai.ongoing.gateway.storage.StorageSettings;
import ai.ongoing.gateway.storage.bulk.BulkException;
import ai.ongoing.gateway.transfer.archive.TableTotal;
import ai.ongoing.gateway.transfer.backup.ArchiveReport;
import ai.ongoing.gateway.transfer.backup.Backup;
import ai.ongoing.gateway.transfer.backup.BackupRequest;
import ai.ongoing.gateway.transfer.file.FileRefused;
import ai.ongoing.gateway.transfer.file.PrivateFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Model.OptionSpec;

/** {@code db backup}: one checked file of one moment, beside a serving gateway. */
final class BackupWork {

    private static final String TO = "--to";
    private static final String NATIVE = "--native";

    private BackupWork() {}

    static List<OptionSpec> options() {
        return List.of(
                Options.text(TO, "FILE", "the file to write; never over one that exists"),
                Options.flag(Options.FORCE, "replace the file"),
                Options.flag(NATIVE, "beside it FILE.pg_dump too, a server's own dump for its own pg_restore"));
    }

    static MigrationExit backup(StoreCall call) {
        Path target = call.path(TO)
                .orElseThrow(() ->
                        new MigrationException(Reason.USAGE, "db backup needs --to FILE: where to write the backup."));
        StorageSettings store = StorageSettings.validated(call.storage());
        try {
            return backup(call, store, target);
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "the backup was not finished and nothing is left of it, is there room below " + target + "?", e);
        }
    }

    private static MigrationExit backup(StoreCall call, StorageSettings store, Path target) throws IOException {
        Optional<NativeDump> dump = call.flag(NATIVE)
                ? Optional.of(NativeDump.of(store, call.terminal().environment()))
                : Optional.empty();
        BackupRequest request = new BackupRequest(
                store, target, call.flag(Options.FORCE), BuildVersion.current().version());
        Progress progress = new Progress(call, "rows");
        ArchiveReport report = new Backup(request, (table, rows) -> progress.accept(rows), Clock.systemUTC()).take();
        List<String> lines = new ArrayList<>();
        lines.add("backed up " + store.location() + ", schema version "
                + report.head().schema().version());
        lines.addAll(tables(report));
        lines.add(target + " (" + Files.size(target) + " bytes) was read back and is whole");
        Map<String, Object> json = json(report, target);
        return dump.isEmpty() ? call.answer(MigrationExit.OK, json, lines) : addTo(dump.get(), call, json, lines);
    }

    /** The backup is whole by now and stays so, whatever becomes of the server's own dump beside it. */
    private static MigrationExit addTo(NativeDump dump, StoreCall call, Map<String, Object> json, List<String> lines)
            throws IOException {
        Path target = Path.of(json.get("file") + ".pg_dump");
        try (PrivateFile file = PrivateFile.beside(target, call.flag(Options.FORCE))) {
            dump.write(file.part());
            file.publish();
            json.put("native_file", target.toString());
            lines.add(
                    target + " (" + Files.size(target) + " bytes) was written by pg_dump and read back by pg_restore");
            return call.answer(MigrationExit.OK, json, lines);
        } catch (BulkException | FileRefused e) {
            json.put("exit", MigrationExit.FAILED.code());
            json.put("native_problem", String.valueOf(e.getMessage()));
            call.complain("the backup is whole, but the server's own dump was not made: " + e.getMessage());
            return call.answer(MigrationExit.FAILED, json, lines);
        }
    }

    /** One line a table. */
    static List<String> tables(ArchiveReport report) {
        return report.found().stream()
                .map(table -> "  " + table.table() + ": " + table.hash().rows() + " records, hash "
                        + table.hash().sum())
                .toList();
    }

    static Map<String, Object> json(ArchiveReport report, Path file) throws IOException {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("exit", report.whole() ? 0 : MigrationExit.DAMAGED.code());
        json.put("file", file.toString());
        json.put("bytes", Files.size(file));
        json.put("application_version", report.head().application());
        json.put("driver", report.head().driver());
        json.put("location", report.head().location());
        json.put("taken_at", report.head().taken().toString());
        json.put("schema_version", report.head().schema().version());
        json.put("tables", report.found().stream().map(BackupWork::json).toList());
        return json;
    }

    private static Map<String, Object> json(TableTotal table) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("name", table.table());
        json.put("rows", table.hash().rows());
        json.put("hash", table.hash().sum());
        return json;
    }
}
