package ai.ongoing.gateway.cli.migrate;

import ai.ongoing.gateway.cli.command.StoreCall;
import ai.ongoing.gateway.migration.MigrationException;
import ai.ongoing.gateway.migration.MigrationExit;
import ai.ongoing.gateway.migration.RehearsalReport;
import ai.ongoing.gateway.migration.RehearsalReport.Tried;
import ai.ongoing.gateway.migration.file.MigrationFile;
import ai.ongoing.gateway.migration.plan.MigrationPlan;
import ai.ongoing.gateway.migration.sql.SqlScript;
import ai.ongoing.gateway.migration.sql.StatementEffect;
import ai.ongoing.gateway.storage.schema.Preview;
import ai.ongoing.gateway.storage.schema.Preview.PlannedFile;
import ai.ongoing.gateway.storage.schema.SchemaAdmin;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;

/** {@code migrate plan}: every pending file with its statements and what each does to whoever uses the tables meanwhile. */
final class PlanReport {

    static final String EXECUTE_AND_ROLLBACK = "--execute-and-rollback";

    private PlanReport() {}

    /** What up would do; with {@code --execute-and-rollback} also what came of doing it and taking it back. */
    static MigrationExit show(StoreCall call) {
        SchemaAdmin admin = call.admin();
        Preview preview = admin.plan();
        MigrationPlan plan = preview.plan();
        MigrationPlan.Refusal refusal = plan.refusal();
        List<String> lines = new ArrayList<>();
        Map<String, Object> json = new LinkedHashMap<>();
        MigrationExit exit = refusal != null
                ? refusal.reason().exit()
                : plan.pending().isEmpty() ? MigrationExit.OK : MigrationExit.PENDING;
        plan.warnings().forEach(warning -> call.complain("warning: " + warning));
        if (refusal != null) {
            call.complain(refusal.sentence());
        } else {
            planned(call, preview, lines);
        }
        json.put("exit", exit.code());
        json.put("refusal", refusal == null ? null : call.aimed(refusal.sentence()));
        json.put("warnings", plan.warnings());
        json.put("expected_s", preview.expectation().longest().toSeconds());
        json.put("pending", preview.files().stream().map(PlanReport::json).toList());
        if (exit == MigrationExit.PENDING && call.flag(EXECUTE_AND_ROLLBACK)) {
            exit = rehearsed(call, admin, lines, json);
        }
        return call.answer(exit, json, lines);
    }

    private static void planned(StoreCall call, Preview preview, List<String> lines) {
        MigrationPlan plan = preview.plan();
        if (plan.pending().isEmpty()) {
            lines.add("nothing is pending");
            return;
        }
        if (preview.expectation().noticeable()) {
            lines.add(preview.expectation().toString());
        }
        lines.add("ongoingai migrate up" + call.again() + " would run, in this order:");
        if (plan.applied() == 0 && plan.pending().getFirst().inherited()) {
            lines.add("(an empty database takes one baseline in place of the files below 100)");
        }
        preview.files().forEach(planned -> statements(planned, lines));
    }

    private static void statements(PlannedFile planned, List<String> lines) {
        MigrationFile file = planned.file();
        String destructive = file.header().destructive();
        lines.add("");
        lines.add(file.name() + ": " + (file.header().transactional() ? "one transaction" : "outside a transaction")
                + (file.down() == null ? ", irreversible: " + file.header().irreversible() : ", can be undone")
                + (destructive == null ? "" : "; rows or values may be lost: " + destructive));
        planned.rows().forEach((table, rows) -> lines.add("      = " + table + " has " + rows(rows)));
        for (int i = 0; i < planned.effects().size(); i++) {
            SqlScript.Statement sql = file.up().steps().get(i).sql();
            int line = sql.line();
            for (String text : sql.text().lines().toList()) {
                lines.add("%5d | %s".formatted(line++, text));
            }
            lines.add("      > " + planned.effects().get(i));
        }
    }

    private static String rows(OptionalLong rows) {
        return rows.isPresent()
                ? String.format(Locale.ROOT, "about %,d rows", rows.getAsLong())
                : "an unknown number of rows; ANALYZE counts them";
    }

    private static MigrationExit rehearsed(
            StoreCall call, SchemaAdmin admin, List<String> lines, Map<String, Object> json) {
        RehearsalReport report = admin.rehearse();
        lines.add("");
        lines.add("executed in one transaction and rolled back:");
        for (Tried tried : report.files()) {
            lines.add(
                    switch (tried.outcome()) {
                        case RAN -> "OK   " + tried.name() + " (" + tried.took().toMillis() + " ms)";
                        case FAILED -> "FAIL " + tried.name();
                        case NOT_TRIED -> "not tried: " + tried.name() + ", because " + tried.reason();
                    });
        }
        MigrationException failure = report.failure();
        if (failure != null) {
            call.complain(String.valueOf(failure.getMessage()));
            json.put("error", call.aimed(String.valueOf(failure.getMessage())));
        }
        MigrationExit exit =
                failure == null ? MigrationExit.PENDING : failure.reason().exit();
        json.put("exit", exit.code());
        json.put("rehearsal", report.files().stream().map(PlanReport::json).toList());
        return exit;
    }

    private static Map<String, Object> json(PlannedFile planned) {
        MigrationFile file = planned.file();
        Map<String, Object> rows = new LinkedHashMap<>();
        planned.rows().forEach((table, about) -> rows.put(table, about.isPresent() ? about.getAsLong() : null));
        List<Map<String, Object>> statements = new ArrayList<>();
        for (int i = 0; i < planned.effects().size(); i++) {
            statements.add(
                    json(file.up().steps().get(i).sql(), planned.effects().get(i)));
        }
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("number", file.number());
        json.put("name", file.name());
        json.put("transactional", file.header().transactional());
        json.put("reversible", file.down() != null);
        json.put("destructive", file.header().destructive());
        json.put("rows", rows);
        json.put("statements", statements);
        return json;
    }

    private static Map<String, Object> json(SqlScript.Statement sql, StatementEffect effect) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("line", sql.line());
        json.put("sql", sql.text());
        json.put("lock", effect.lock().isEmpty() ? null : effect.lock());
        json.put("meanwhile", effect.meanwhile());
        json.put("rows", effect.rows().name().toLowerCase(Locale.ROOT));
        return json;
    }

    private static Map<String, Object> json(Tried tried) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("name", tried.name());
        json.put("outcome", tried.outcome().name().toLowerCase(Locale.ROOT));
        json.put("duration_ms", tried.took().toMillis());
        json.put("reason", tried.reason().isEmpty() ? null : tried.reason());
        return json;
    }
}
