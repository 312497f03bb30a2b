package ai.ongoing.gateway.cli.data;

import ai.ongoing.gateway.cli.command.StoreCall;
import ai.ongoing.gateway.migration.MigrationExit;
import ai.ongoing.gateway.transfer.forecast.Forecast;
import ai.ongoing.gateway.transfer.forecast.TableForecast;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What a dry run says: the words users know, then what stands in the way, by key. */
final class DryRunWords {

    private DryRunWords() {}

    static MigrationExit answer(StoreCall call, Forecast forecast) {
        MigrationExit exit = forecast.unsound().isEmpty() ? MigrationExit.OK : MigrationExit.DAMAGED;
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("event", "dry_run");
        json.put("exit", exit.code());
        json.put("tables", forecast.tables().stream().map(DryRunWords::object).toList());
        json.put("total", forecast.rows());
        json.put("bytes", forecast.bytes());
        json.put("estimate_s", forecast.estimate().toSeconds());
        json.put("unsound", forecast.unsound());
        json.put("lacking", forecast.lacks());
        return call.answer(exit, json, lines(forecast));
    }

    private static Map<String, Object> object(TableForecast table) {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("table", table.name());
        object.put("rows", table.rows());
        object.put("bytes", table.bytes());
        object.put("hazards", table.counts());
        object.put("first", table.first().stream().map(Object::toString).toList());
        return object;
    }

    private static List<String> lines(Forecast forecast) {
        List<String> lines = new ArrayList<>();
        lines.add("[DRY RUN] Would migrate:");
        forecast.tables()
                .forEach(table -> lines.add(String.format(
                        Locale.ROOT, "  %s: %d records, %,d bytes", table.name(), table.rows(), table.bytes())));
        lines.add("Total: " + forecast.rows() + " records would be migrated");
        lines.add(String.format(
                Locale.ROOT,
                "About %,d KiB, about %d s",
                (forecast.bytes() + 1023) / 1024,
                forecast.estimate().toSeconds()));
        forecast.lacks().forEach(lack -> lines.add("The target first: " + lack));
        forecast.unsound().forEach(finding -> lines.add("The source is damaged: " + finding));
        for (TableForecast table : forecast.tables()) {
            table.counts()
                    .forEach((kind, count) -> lines.add(table.name() + ": "
                            + kind.name().toLowerCase(Locale.ROOT).replace('_', ' ') + " x " + count));
            table.first().forEach(hazard -> lines.add("  " + hazard));
            if (table.hazards() > table.first().size()) {
                lines.add("  and " + (table.hazards() - table.first().size()) + " more");
            }
        }
        return lines;
    }
}
