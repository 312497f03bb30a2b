package ai.ongoing.gateway.storage.authoring;

import java.util.Set;

/** Reads which object a CREATE or DROP names. */
final class NamedObject {

    private static final Set<String> KINDS = Set.of("TABLE", "INDEX", "VIEW", "POLICY", "TRIGGER", "TYPE", "FUNCTION");

    private NamedObject() {}

    /** The table that a CREATE TABLE makes; empty for any other clause. */
    static String madeTable(Clause clause) {
        return clause.begins("CREATE") && "TABLE".equals(kind(clause)) ? name(clause) : "";
    }

    /** What a CREATE or DROP makes or drops, in upper case; empty for any other clause. */
    static String kind(Clause clause) {
        int at = kindAt(clause);
        return at < 0 ? "" : clause.tokens().get(at).text();
    }

    /** The name of what is made or dropped, in lower case. */
    static String name(Clause clause) {
        int at = kindAt(clause) + 1;
        at = clause.skip(at, "CONCURRENTLY");
        at = clause.skip(at, "IF", "NOT", "EXISTS");
        at = clause.skip(at, "IF", "EXISTS");
        return clause.name(at);
    }

    private static int kindAt(Clause clause) {
        if (clause.begins("CREATE") || clause.begins("DROP")) {
            for (int i = 1; i < Math.min(5, clause.tokens().size()); i++) {
                if (KINDS.contains(clause.tokens().get(i).text())) {
                    return i;
                }
            }
        }
        return -1;
    }
}
