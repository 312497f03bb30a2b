package ai.ongoing.gateway.cli.migrate;

import ai.ongoing.gateway.cli.command.StoreCall;
import ai.ongoing.gateway.migration.MigrationExit;
import ai.ongoing.gateway.migration.MigrationObserver;
import ai.ongoing.gateway.migration.SchemaEvent;
import ai.ongoing.gateway.migration.plan.SchemaCheck;
import ai.ongoing.gateway.migration.plan.SchemaState;
import ai.ongoing.gateway.migration.plan.SchemaState.Entry;
import ai.ongoing.gateway.migration.plan.SchemaState.Kind;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The commands that only look. Their tables are goose's, so that who knows those reads these. */
final class SchemaReports {

    private static final int SECONDS = "2026-11-20 12:00:00".length();

    private SchemaReports() {}

    static MigrationExit status(StoreCall call) {
        SchemaCheck check = call.admin().check();
        List<String> lines = new ArrayList<>();
        lines.add("    Applied At                  Migration");
        lines.add("    =======================================");
        check.state().entries().forEach(entry -> lines.add(line(entry)));
        lines.add("version " + check.state().version() + ", " + applied(check.state()) + " applied, "
                + check.state().of(Kind.PENDING).size() + " pending");
        check.findings().forEach(finding -> lines.add(call.aimed(finding)));
        check.warnings().forEach(warning -> call.complain("warning: " + warning));
        return call.answer(check.exit(), json(call, check), lines);
    }

    static MigrationExit version(StoreCall call) {
        SchemaState state = call.admin().status();
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("exit", MigrationExit.OK.code());
        json.put("version", state.version());
        return call.answer(MigrationExit.OK, json, List.of("version " + state.version()));
    }

    static MigrationExit check(StoreCall call) {
        return verdict(call, call.admin().check(), "the schema is what this program expects");
    }

    static MigrationExit validate(StoreCall call) {
        return verdict(
                call,
                call.existing(MigrationObserver.SILENT).validate(),
                "what is applied is what this program would apply");
    }

    /** One line an event; a copy of the file has no name, a file that was applied has no more to tell than how long. */
    static MigrationExit events(StoreCall call) {
        List<SchemaEvent> events = call.existing(MigrationObserver.SILENT).events();
        List<String> lines = new ArrayList<>();
        for (SchemaEvent event : events) {
            String what = Stream.of(event.name(), event.detail())
                    .filter(text -> !text.isEmpty())
                    .collect(Collectors.joining("  "));
            lines.add("%-19s  %-8s  %s  by %s, version %s"
                    .formatted(seconds(event.at()), event.event(), what, event.actor(), event.appVersion()));
        }
        if (events.isEmpty()) {
            lines.add("nothing was ever done to this schema by a program that keeps a log");
        }
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("exit", MigrationExit.OK.code());
        json.put("events", events.stream().map(SchemaReports::json).toList());
        return call.answer(MigrationExit.OK, json, lines);
    }

    private static Map<String, Object> json(SchemaEvent event) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("at", event.at());
        json.put("event", event.event());
        json.put("name", orNull(event.name()));
        json.put("detail", orNull(event.detail()));
        json.put("actor", event.actor());
        json.put("app_version", event.appVersion());
        return json;
    }

    private static MigrationExit verdict(StoreCall call, SchemaCheck check, String praise) {
        check.warnings().forEach(warning -> call.complain("warning: " + warning));
        if (check.exit() != MigrationExit.OK) {
            check.findings().forEach(call::complain);
            return call.answer(check.exit(), json(call, check), List.of());
        }
        return call.answer(
                check.exit(),
                json(call, check),
                List.of(praise + ": version " + check.state().version()));
    }

    private static String line(Entry entry) {
        String time = switch (entry.kind()) {
            case PENDING -> "Pending";
            case OUT_OF_ORDER -> "Out of order";
            case FAILED -> "Failed";
            default -> seconds(entry.appliedAt());
        };
        String remark = switch (entry.kind()) {
            case APPLIED, PENDING, OUT_OF_ORDER -> "";
            case FAILED -> "  (" + entry.error().lines().findFirst().orElse("") + ")";
            default -> "  (" + entry.kind().label() + ")";
        };
        return "    %-24s -- %s%s".formatted(time, entry.name(), remark);
    }

    private static String seconds(String time) {
        return time.substring(0, Math.min(SECONDS, time.length()));
    }

    private static long applied(SchemaState state) {
        return state.entries().stream()
                .filter(entry -> !entry.appliedAt().isEmpty())
                .count();
    }

    private static Map<String, Object> json(StoreCall call, SchemaCheck check) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("exit", check.exit().code());
        json.put("version", check.state().version());
        json.put("applied", applied(check.state()));
        json.put("pending", check.state().of(Kind.PENDING).size());
        json.put("findings", check.findings().stream().map(call::aimed).toList());
        json.put("warnings", check.warnings());
        json.put(
                "migrations",
                check.state().entries().stream().map(SchemaReports::json).toList());
        return json;
    }

    private static Map<String, Object> json(Entry entry) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("number", entry.number());
        json.put("name", entry.name());
        json.put("state", entry.kind().label());
        json.put("applied_at", orNull(entry.appliedAt()));
        json.put("app_version", orNull(entry.appVersion()));
        json.put("applied_by", orNull(entry.appliedBy()));
        json.put("duration_ms", entry.millis().isPresent() ? entry.millis().getAsLong() : null);
        json.put("reversible", entry.reversible());
        json.put("error", orNull(entry.error()));
        return json;
    }

    private static @Nullable String orNull(String text) {
        return text.isEmpty() ? null : text;
    }
}
