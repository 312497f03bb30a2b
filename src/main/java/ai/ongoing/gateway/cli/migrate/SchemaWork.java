package ai.ongoing.gateway.cli.migrate;

import ai.ongoing.gateway.cli.command.StoreCall;
import ai.ongoing.gateway.migration.AdoptionReport;
import ai.ongoing.gateway.migration.Expectation;
import ai.ongoing.gateway.migration.MigrationException;
import ai.ongoing.gateway.migration.MigrationException.Reason;
import ai.ongoing.gateway.migration.MigrationExit;
import ai.ongoing.gateway.migration.MigrationObserver;
import ai.ongoing.gateway.migration.MigrationReport;
import ai.ongoing.gateway.migration.UndoReport;
import ai.ongoing.gateway.migration.UndoRequest;
import ai.ongoing.gateway.storage.schema.SchemaAdmin;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/** The commands that change a schema. Progress goes to stdout line by line, waits to stderr. */
final class SchemaWork {

    private SchemaWork() {}

    /** Says each file when it is committed, in goose's words. */
    private record Progress(StoreCall call) implements MigrationObserver {

        @Override
        public void expecting(Expectation expectation) {
            call.complain(expectation.toString());
        }

        @Override
        public void applied(String name, Duration took) {
            if (!call.json()) {
                call.say("OK   " + name + " (" + took.toMillis() + " ms)");
            }
        }

        @Override
        public void undone(String name, Duration took) {
            applied(name, took);
        }

        @Override
        public void warning(String sentence) {
            call.complain("warning: " + sentence);
        }

        @Override
        public void backedUp(String path) {
            call.complain("the database is copied to " + path);
        }

        @Override
        public void waiting(String holder) {
            call.complain("waiting for the migration lock, held by " + holder);
        }

        @Override
        public void retrying(String name, int attempt, Duration pause) {
            call.complain(name + " met a lock of live traffic and was rolled back; attempt " + (attempt + 1) + " in "
                    + pause.toMillis() + " ms");
        }
    }

    static MigrationExit up(StoreCall call) {
        SchemaAdmin admin = admin(call);
        MigrationReport report =
                call.number(MigrateCommands.TO).map(admin::upTo).orElseGet(admin::up);
        return applied(call, report, admin.status().version());
    }

    private static MigrationExit applied(StoreCall call, MigrationReport report, int version) {
        report.warnings().forEach(warning -> call.complain("warning: " + warning));
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("exit", MigrationExit.OK.code());
        json.put("version", version);
        json.put("applied", report.applied());
        json.put("baselined", report.baselined());
        json.put("duration_ms", report.took().toMillis());
        json.put("warnings", report.warnings());
        boolean nothing = report.applied().isEmpty() && !report.baselined();
        List<String> lines = new ArrayList<>();
        lines.add(
                nothing
                        ? "no migrations to run; current version: " + version
                        : "successfully migrated database to version: " + version);
        return call.answer(MigrationExit.OK, json, lines);
    }

    /** Bare, it goes one step back, and only when no row is lost by it. */
    static MigrationExit down(StoreCall call) {
        boolean agreed = call.flag(MigrateCommands.YES);
        int steps = call.number(MigrateCommands.STEPS).orElse(1);
        if (call.number(MigrateCommands.STEPS).isPresent()
                && call.number(MigrateCommands.TO).isPresent()) {
            throw new MigrationException(Reason.USAGE, "--steps and --to say two different things; give one of them.");
        }
        UndoRequest request = call.number(MigrateCommands.TO)
                .map(number -> UndoRequest.to(number, agreed))
                .orElseGet(() -> UndoRequest.steps(steps, agreed));
        SchemaAdmin admin = existing(call);
        call.complain("warning: " + UndoReport.WARNING);
        UndoReport report = admin.down(request);
        int version = admin.status().version();
        MigrationExit exit = report.stopped().isEmpty() ? MigrationExit.OK : MigrationExit.REFUSED;
        if (!report.stopped().isEmpty()) {
            call.complain(report.stopped());
        }
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("exit", exit.code());
        json.put("version", version);
        json.put("undone", report.undone());
        json.put("stopped", report.stopped().isEmpty() ? null : report.stopped());
        json.put("backup", report.backup().isEmpty() ? null : report.backup());
        json.put("duration_ms", report.took().toMillis());
        return call.answer(
                exit,
                json,
                List.of((report.undone().isEmpty() ? "nothing was undone; current version: " : "undone to version: ")
                        + version));
    }

    static MigrationExit redo(StoreCall call) {
        SchemaAdmin admin = existing(call);
        call.complain("warning: " + UndoReport.WARNING);
        MigrationReport report = admin.redo(call.flag(MigrateCommands.YES));
        return applied(call, report, admin.status().version());
    }

    static MigrationExit baseline(StoreCall call) {
        SchemaAdmin admin = admin(call);
        MigrationReport report = admin.baseline();
        int version = admin.status().version();
        return call.answer(
                MigrationExit.OK,
                Map.of("exit", 0, "version", version, "baselined", report.baselined()),
                List.of("stamped at version: " + version + "; next: ongoingai migrate up" + call.again()));
    }

    static MigrationExit repair(StoreCall call) {
        OptionalInt number = call.number(MigrateCommands.ACCEPT_CHECKSUM)
                .map(OptionalInt::of)
                .orElseGet(OptionalInt::empty);
        List<String> changed = call.existing(MigrationObserver.SILENT).repair(number);
        List<String> lines = new ArrayList<>(changed.stream()
                .map(name -> "the checksum of " + name + " is now that of the shipped file")
                .toList());
        if (changed.isEmpty()) {
            lines.add("nothing to repair");
        }
        return call.answer(MigrationExit.OK, Map.of("exit", 0, "repaired", changed), lines);
    }

    /** A dry run unless it is told to go ahead. */
    static MigrationExit adopt(StoreCall call) {
        AdoptionReport report = admin(call).adopt(!call.flag(MigrateCommands.YES));
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("exit", 0);
        json.put("found", report.found().label());
        json.put("notes", report.notes());
        json.put("stamped", report.stamped());
        json.put("files", report.pending());
        json.put("dry_run", report.dryRun());
        List<String> lines = new ArrayList<>();
        lines.add("this is " + report.found().label());
        lines.addAll(report.notes());
        report.stamped().forEach(name -> lines.add((report.dryRun() ? "would stamp " : "stamped ") + name));
        report.pending().forEach(name -> lines.add((report.dryRun() ? "would apply " : "applied ") + name));
        if (report.dryRun()) {
            lines.add("nothing was changed; next: ongoingai migrate adopt --yes" + call.again());
        }
        return call.answer(MigrationExit.OK, json, lines);
    }

    private static SchemaAdmin admin(StoreCall call) {
        return backingUp(call, call.admin(new Progress(call)));
    }

    private static SchemaAdmin existing(StoreCall call) {
        return backingUp(call, call.existing(new Progress(call)));
    }

    private static SchemaAdmin backingUp(StoreCall call, SchemaAdmin admin) {
        return call.flag(MigrateCommands.NO_BACKUP) ? admin.withoutBackup() : admin;
    }
}
