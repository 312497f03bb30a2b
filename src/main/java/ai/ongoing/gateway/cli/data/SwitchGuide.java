package ai.ongoing.gateway.cli.data;

import ai.ongoing.gateway.storage.Endpoint;
import ai.ongoing.gateway.transfer.copy.CopyReport;
import java.util.List;
import java.util.stream.Collectors;

/** What is left to be done by hand after a whole copy, from what was just done. */
final class SwitchGuide {

    private SwitchGuide() {}

    static List<String> lines(Endpoint from, Endpoint to, CopyReport report) {
        String rows = report.tables().stream()
                .map(table -> table.name() + " " + table.target().rows())
                .collect(Collectors.joining(", "));
        return List.of(
                "",
                "To serve on it:",
                "  1. Stop the gateway on " + from.location()
                        + " and run this command again: only what has come since moves.",
                "  2. Compare the counts, the same on both ends: " + rows,
                "  3. Set storage.driver to " + to.settings().driver().label() + " and "
                        + (to.isServer() ? "storage.dsn" : "storage.path") + " to what --to names.",
                "  4. Start the gateway: ongoingai serve",
                "The way back is the same with the two ends changed over. The source is as it was.");
    }
}
