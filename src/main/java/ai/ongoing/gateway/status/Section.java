package ai.ongoing.gateway.status;

import ai.ongoing.gateway.migration.MigrationExit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One part of a status.
 *
 * @param title as people read it
 * @param exit how a command ends that found only this; {@code OK} when all is well
 * @param lines ticked or crossed, hints below
 * @param facts the same for programs; texts, numbers and truth values
 */
public record Section(String title, MigrationExit exit, List<String> lines, Map<String, Object> facts) {

    public Section {
        lines = List.copyOf(lines);
        facts = Map.copyOf(facts);
    }

    /** A part that is well. */
    static Section well(String title, String line, List<String> more, Map<String, Object> facts) {
        return of(title, MigrationExit.OK, "✓ " + line, more, facts);
    }

    /** A part that is not, with what to do about it. */
    static Section ill(String title, MigrationExit exit, String line, List<String> hints) {
        return of(title, exit, "✗ " + line, hints, Map.of("problem", line));
    }

    private static Section of(
            String title, MigrationExit exit, String line, List<String> more, Map<String, Object> facts) {
        List<String> lines = new ArrayList<>(List.of(line));
        more.forEach(one -> lines.add("  " + one));
        Map<String, Object> all = new LinkedHashMap<>(facts);
        all.put("ok", exit == MigrationExit.OK);
        return new Section(title, exit, lines, all);
    }
}
