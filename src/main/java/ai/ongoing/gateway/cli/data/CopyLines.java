package ai.ongoing.gateway.cli.data;

import ai.ongoing.gateway.cli.command.JsonText;
import ai.ongoing.gateway.cli.command.StoreCall;
import ai.ongoing.gateway.storage.Endpoint;
import ai.ongoing.gateway.transfer.copy.CopyObserver;
import ai.ongoing.gateway.transfer.copy.TableReport;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Says how a copy goes on: in lines, on a terminal with one live line a table that is written over, or as one JSON object
 * a line.
 */
final class CopyLines implements CopyObserver {

    private static final Duration EVERY = Duration.ofMillis(200);
    private static final String CLEAR = "\r\u001b[K";

    /** How it is said. */
    enum Style {
        PLAIN,
        LIVE,
        JSON
    }

    private final StoreCall call;
    private final Style style;
    private String table = "";
    private String numbered = "";
    private long found;
    private long began;
    private long said;

    CopyLines(StoreCall call, Style style) {
        this.call = call;
        this.style = style;
    }

    private void say(String line) {
        if (style != Style.JSON) {
            call.say(line);
        }
    }

    private void event(String name, Map<String, Object> values) {
        if (style == Style.JSON) {
            Map<String, Object> event = new LinkedHashMap<>();
            event.put("event", name);
            event.putAll(values);
            call.say(JsonText.of(event));
        }
    }

    @Override
    public void waiting(String why, long millis) {
        call.complain(why + " Trying again in " + millis + " ms.");
    }

    @Override
    public void connected(Endpoint end) {
        say("✓ Connected to " + end.title() + ": " + end.location());
        event("connected", Map.of("end", end.flag(), "location", end.location()));
    }

    @Override
    public void schemaReady(Endpoint target, List<String> applied) {
        if (!applied.isEmpty()) {
            say("✓ Running " + target.title() + " migrations... applied " + applied.size());
        }
        say("✓ " + target.title() + " schema is up to date");
        event("schema", Map.of("applied", applied));
    }

    @Override
    public void resuming(String job) {
        say("Going on with copy " + job);
        event("resuming", Map.of("job", job));
    }

    @Override
    public void table(int place, int tables, String name, long rows) {
        if (place == 1) {
            say("Migrating data in dependency order:");
        }
        table = name;
        numbered = "[" + place + "/" + tables + "] ";
        found = rows;
        began = System.nanoTime();
        said = began;
        event("table", Map.of("table", name, "place", place, "tables", tables, "found", rows));
    }

    @Override
    public void progress(String name, long done, long written) {
        long now = System.nanoTime();
        if (style == Style.PLAIN || now - said < EVERY.toNanos()) {
            return;
        }
        said = now;
        double seconds = (now - began) / 1e9;
        long rate = Math.round(done / seconds);
        long left = rate == 0 ? 0 : Math.max(0, found - done) / rate;
        if (style == Style.LIVE) {
            call.terminal()
                    .out()
                    .print(CLEAR + numbered + table + " " + number(done) + "/" + number(found) + " " + number(rate)
                            + "/s ETA " + left + " s");
            call.terminal().out().flush();
        }
        event("progress", Map.of("table", name, "done", done, "found", found, "rate", rate, "eta_s", left));
    }

    @Override
    public void tableDone(int place, int tables, TableReport report) {
        clear();
        long rows = report.source().rows();
        say(numbered + report.name() + ": Found " + rows + " records → Migrated " + report.written() + " records ✓"
                + (report.written() < rows ? " (" + (rows - report.written()) + " were there)" : "")
                + (report.changed() > 0 ? " (" + report.changed() + " values changed)" : ""));
        event(
                "table_done",
                Map.of("table", report.name(), "rows", rows, "written", report.written(), "changed", report.changed()));
    }

    @Override
    public void verifying(String name) {
        if (style == Style.LIVE) {
            call.terminal().out().print(CLEAR + "verifying " + name);
            call.terminal().out().flush();
        }
        event("verifying", Map.of("table", name));
    }

    /** Wipes the live line, so that the next line stands alone. */
    void clear() {
        if (style == Style.LIVE) {
            call.terminal().out().print(CLEAR);
            call.terminal().out().flush();
        }
    }

    private static String number(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }
}
