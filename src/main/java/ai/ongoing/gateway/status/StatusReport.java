package ai.ongoing.gateway.status;

import ai.ongoing.gateway.migration.MigrationExit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The sections of a status, in their order. */
public record StatusReport(List<Section> sections) {

    public StatusReport {
        sections = List.copyOf(sections);
    }

    /** The first section that is not well decides: what comes later often follows from it. */
    public MigrationExit exit() {
        return sections.stream()
                .map(Section::exit)
                .filter(exit -> exit != MigrationExit.OK)
                .findFirst()
                .orElse(MigrationExit.OK);
    }

    /** For people. */
    public List<String> lines() {
        List<String> lines = new ArrayList<>(List.of("=== OngoingAI Status ==="));
        for (Section section : sections) {
            lines.add("");
            lines.add("[" + section.title() + "]");
            lines.addAll(section.lines());
        }
        return lines;
    }

    /** For programs, which read no section that only has lines. */
    public Map<String, Object> json() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("exit", exit().code());
        for (Section section : sections) {
            if (!section.facts().isEmpty()) {
                json.put(section.title().toLowerCase(Locale.ROOT).replace(' ', '_'), section.facts());
            }
        }
        return json;
    }
}
