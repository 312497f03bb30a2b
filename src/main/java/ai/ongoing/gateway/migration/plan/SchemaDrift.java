package ai.ongoing.gateway.migration.plan;

import ai.ongoing.gateway.migration.file.MigrationFile;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * The live schema beside the one this program ships as a list of facts, made from a fresh database when the program is
 * built. Tables that somebody changed by hand are found by it.
 */
public final class SchemaDrift {

    private static final int SHOWN = 5;

    private SchemaDrift() {}

    /** What a database at the newest file looks like. */
    public static SortedSet<String> expected(String folder) {
        return new TreeSet<>(lines(folder + ".txt"));
    }

    /** The columns that a table has at the newest file. */
    public static SortedSet<String> columns(String folder, String table) {
        String head = "column " + table + ".";
        return expected(folder).stream()
                .filter(fact -> fact.startsWith(head))
                .map(fact -> fact.substring(head.length(), fact.indexOf(' ', head.length())))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** The lines of a list that the build made. */
    static List<String> lines(String file) {
        String name = "/db/schema/" + file;
        try (InputStream in = SchemaDrift.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException(name + " is not inside the program; build it again");
            }
            String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            return text.lines().filter(line -> !line.isBlank()).toList();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + name, e);
        }
    }

    /** One sentence for each difference. */
    public static List<String> between(SortedSet<String> expected, SortedSet<String> live) {
        List<String> findings = new ArrayList<>();
        expected.stream().filter(fact -> !live.contains(fact)).forEach(fact -> findings.add("missing: " + fact));
        live.stream().filter(fact -> !expected.contains(fact)).forEach(fact -> findings.add("unexpected: " + fact));
        return findings;
    }

    /** The differences as one sentence with the next step. */
    public static String sentence(List<String> differences) {
        String shown = String.join("; ", differences.subList(0, Math.min(SHOWN, differences.size())));
        String more = differences.size() > SHOWN ? "; and " + (differences.size() - SHOWN) + " more" : "";
        return "the schema was changed by hand: " + shown + more
                + ". Undo the change, or put it into a migration file; \"ongoingai migrate check\" shows what is left.";
    }

    /** Names a schema: two databases with the same one have the same tables. */
    public static String fingerprint(SortedSet<String> facts) {
        return "v1:" + MigrationFile.sha256(String.join("\n", facts) + "\n");
    }
}
