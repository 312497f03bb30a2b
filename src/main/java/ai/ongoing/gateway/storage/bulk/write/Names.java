package ai.ongoing.gateway.storage.bulk.write;

import static java.util.stream.Collectors.joining;

import ai.ongoing.gateway.storage.bulk.Manifest;
import ai.ongoing.gateway.storage.bulk.TableShape;
import java.util.List;

/** Names as both backends take them in a statement. */
final class Names {

    private Names() {}

    static String quoted(String name) {
        return '"' + name.replace("\"", "\"\"") + '"';
    }

    /** The rows that no migration puts there. */
    static String broughtIn(TableShape table) {
        String all = "SELECT count(*) FROM " + quoted(table.name());
        return Manifest.OF_TENANTS.contains(table.name())
                ? table.key().stream()
                        .map(column -> quoted(column) + " = '" + Manifest.DEFAULT_TENANT + "'")
                        .collect(joining(" AND ", all + " WHERE NOT (", ")"))
                : all;
    }

    static String list(List<String> names) {
        return names.stream().map(Names::quoted).collect(joining(", "));
    }
}
