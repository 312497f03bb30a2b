package ai.ongoing.gateway.cli.data;

import ai.ongoing.gateway.cli.command.Options;
import ai.ongoing.gateway.cli.command.Progress;
import ai.ongoing.gateway.cli.command.StoreCall;
import ai.ongoing.gateway.migration.MigrationException;
import ai.ongoing.gateway.migration.MigrationException.Reason;
import ai.ongoing.gateway.migration.MigrationExit;
import ai.ongoing.gateway.storage.Endpoint;
import ai.ongoing.gateway.transfer.archive.Damage;
import ai.ongoing.gateway.transfer.backup.ArchiveReport;
import ai.ongoing.gateway.transfer.backup.Restore;
import ai.ongoing.gateway.transfer.backup.RestoreRequest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Model.OptionSpec;

/** {@code db restore}: a store from a backup, and {@code --check}, the drill that writes nothing. */
final class RestoreWork {

    private static final String FROM = "--from";
    private static final String TO = "--to";
    private static final String CHECK = "--check";

    private RestoreWork() {}

    static List<OptionSpec> options() {
        return List.of(
                Options.text(FROM, "FILE", "the backup"),
                Options.text(TO, "X", "an empty database: a path, a URL, env:NAME, a configuration file or dev-db"),
                Options.text(
                        CHECK, "FILE", "read every byte of the backup, compare it with its manifest, write nothing"));
    }

    static MigrationExit restore(StoreCall call) {
        try {
            if (call.path(CHECK).isPresent()) {
                return check(call, call.path(CHECK).get());
            }
            Path file = call.path(FROM)
                    .orElseThrow(() -> new MigrationException(
                            Reason.USAGE, "db restore needs --from FILE and --to X, or --check FILE."));
            return restore(call, file);
        } catch (IOException e) {
            throw new UncheckedIOException("the backup cannot be read", e);
        }
    }

    private static MigrationExit restore(StoreCall call, Path file) throws IOException {
        Endpoint target = call.endpoints().parse(TO, CopyWork.required(call, TO));
        Progress progress = new Progress(call, "rows");
        ArchiveReport report = new Restore(
                        new RestoreRequest(file, target), (table, rows) -> progress.accept(rows), Clock.systemUTC())
                .run();
        List<String> lines = new ArrayList<>();
        lines.add("restored " + file + ", taken " + report.head().taken() + ", into " + target.location());
        lines.addAll(BackupWork.tables(report));
        lines.add("every count and hash is the backup's; next: ongoingai serve");
        Map<String, Object> json = BackupWork.json(report, file);
        json.put("restored_into", target.location());
        return call.answer(MigrationExit.OK, json, lines);
    }

    private static MigrationExit check(StoreCall call, Path file) throws IOException {
        ArchiveReport report = ArchiveReport.of(file);
        Map<String, Object> json = BackupWork.json(report, file);
        json.put("damages", report.damages().stream().map(Damage::sentence).toList());
        List<String> lines = new ArrayList<>();
        lines.add(file + ": backup of " + report.head().location() + ", taken "
                + report.head().taken() + " by version " + report.head().application() + ", schema version "
                + report.head().schema().version());
        lines.addAll(BackupWork.tables(report));
        if (report.whole()) {
            lines.add("whole: every checksum, count and hash is as written");
            return call.answer(MigrationExit.OK, json, lines);
        }
        call.complain(file + " is damaged: " + report.sentences());
        return call.answer(MigrationExit.DAMAGED, json, lines);
    }
}
