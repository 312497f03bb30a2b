package ai.ongoing.gateway.cli;

import ai.ongoing.gateway.migration.MigrationExit;
import ai.ongoing.gateway.migration.MigrationObserver;
import ai.ongoing.gateway.migration.MigrationReport;
import ai.ongoing.gateway.storage.schema.SchemaAdmin;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The commands that change a schema. Progress goes to stdout line by line, waits to stderr. */
final class SchemaWork {

    private SchemaWork() {}

    /** Says each file when it is committed, in goose's words. */
    private record Progress(MigrateCall call) implements MigrationObserver {

        @Override
        public void applied(String name, Duration took) {
            if (!call.json()) {
                call.say("OK   " + name + " (" + took.toMillis() + " ms)");
            }
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

    static MigrationExit up(MigrateCall call) {
        SchemaAdmin admin = call.admin(new Progress(call));
        MigrationReport report =
                call.number(MigrateCommands.TO).map(admin::upTo).orElseGet(admin::up);
        int version = admin.status().version();
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
}
