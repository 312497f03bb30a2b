package ai.ongoing.gateway.storage.bulk.write;

import static java.util.stream.Collectors.joining;

import java.util.List;

/** Names as both backends take them in a statement. */
final class Names {

    private Names() {}

    static String quoted(String name) {
        return '"' + name.replace("\"", "\"\"") + '"';
    }

    static String list(List<String> names) {
        return names.stream().map(Names::quoted).collect(joining(", "));
    }
}
