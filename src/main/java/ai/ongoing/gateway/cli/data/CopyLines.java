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
import java.util.function.LongSupplier;

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
    private final LongSupplier nanos;
    private String table = "";
    private String numbered = "";
    private long found;
    /** Rows of all tables, and those of the tables that are done. */
    private long foundInAll;

    private long doneInAll;
    private long began;
    private long said;

    CopyLines(StoreCall call, Style style) {
        this(call, style, System::nanoTime);
    }

    /** @param nanos a clock like {@link System#nanoTime} */
    CopyLines(StoreCall call, Style style, LongSupplier nanos) {
        this.call = call;
        this.style = style;
        this.nanos = nanos;
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
    public void found(long rows) {
        foundInAll = rows;
    }

    @Override
    public void table(int place, int tables, String name, long rows) {
        if (place == 1) {
            say("Migrating data in dependency order:");
        }
        table = name;
        numbered = "[" + place + "/" + tables + "] ";
        found = rows;
        began = nanos.getAsLong();
        said = began;
        event("table", Map.of("table", name, "place", place, "tables", tables, "found", rows));
    }

    @Override
    public void progress(String name, long done, long earlier) {
        long now = nanos.getAsLong();
        if (done == earlier) {
            began = now; // passing what an earlier run brought is much faster than bringing it
        }
        if (style == Style.PLAIN || now - said < EVERY.toNanos()) {
            return;
        }
        said = now;
        long rate = Math.round((done - earlier) * 1e9 / Math.max(EVERY.toNanos(), now - began));
        long left = rate == 0 ? 0 : Math.max(0, found - done) / rate;
        live(numbered + table + " " + number(done) + "/" + number(found)
                + (done == earlier ? " brought earlier" : " " + number(rate) + "/s ETA " + left + " s")
                + ", total " + number(doneInAll + done) + "/" + number(foundInAll));
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("table", name);
        values.put("done", done);
        values.put("found", found);
        values.put("earlier", earlier);
        values.put("rate", rate);
        values.put("eta_s", left);
        values.put("total_done", doneInAll + done);
        values.put("total_found", foundInAll);
        event("progress", values);
    }

    private void live(String line) {
        if (style == Style.LIVE) {
            call.terminal().out().print(CLEAR + line);
            call.terminal().out().flush();
        }
    }

    @Override
    public void tableDone(int place, int tables, TableReport report) {
        clear();
        long rows = report.source().rows();
        doneInAll += rows;
        say(numbered + report.name() + ": Found " + rows + " records → Migrated " + report.written() + " records ✓"
                + (report.written() < rows ? " (" + (rows - report.written()) + " were there)" : "")
                + (report.changed() > 0 ? " (" + report.changed() + " values changed)" : ""));
        event(
                "table_done",
                Map.of("table", report.name(), "rows", rows, "written", report.written(), "changed", report.changed()));
    }

    @Override
    public void verifying(String name) {
        live("verifying " + name);
        event("verifying", Map.of("table", name));
    }

    /** Wipes the live line, so that the next line stands alone. */
    void clear() {
        live("");
    }

    private static String number(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }
}
