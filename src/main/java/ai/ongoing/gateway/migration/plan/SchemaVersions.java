package ai.ongoing.gateway.migration.plan;

import ai.ongoing.gateway.migration.file.MigrationFile;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * The schema behind every file as lists of facts, made from fresh databases when the program is built. A database that
 * lost its history is recognised by it. Immutable.
 */
public final class SchemaVersions {

    private final SortedMap<Integer, SortedSet<String>> facts;

    /** @param facts number of a file to the facts of a database at it */
    public SchemaVersions(SortedMap<Integer, SortedSet<String>> facts) {
        this.facts = new TreeMap<>(facts);
    }

    /** Those that the program ships. */
    public static SchemaVersions shipped(String folder) {
        SortedMap<Integer, SortedSet<String>> facts = new TreeMap<>();
        SortedSet<String> current = new TreeSet<>();
        for (String line : SchemaDrift.lines(folder + ".versions.txt")) {
            String fact = line.substring(2);
            switch (line.charAt(0)) {
                case '#' -> {
                    current = new TreeSet<>(current);
                    facts.put(Integer.parseInt(fact), current);
                }
                case '+' -> current.add(fact);
                default -> current.remove(fact);
            }
        }
        return new SchemaVersions(facts);
    }

    /** The lines of the shipped file: each version by what it has more and less than the one before. */
    public String text() {
        StringBuilder text = new StringBuilder();
        SortedSet<String> before = new TreeSet<>();
        for (Map.Entry<Integer, SortedSet<String>> version : facts.entrySet()) {
            text.append("# ").append(version.getKey()).append('\n');
            SortedSet<String> now = version.getValue();
            SortedSet<String> gone = before;
            now.stream()
                    .filter(fact -> !gone.contains(fact))
                    .forEach(fact -> text.append("+ ").append(fact).append('\n'));
            gone.stream()
                    .filter(fact -> !now.contains(fact))
                    .forEach(fact -> text.append("- ").append(fact).append('\n'));
            before = now;
        }
        return text.toString();
    }

    /** The facts behind a number; none below the first. */
    public SortedSet<String> at(int number) {
        SortedSet<String> found = new TreeSet<>();
        for (Map.Entry<Integer, SortedSet<String>> version : facts.entrySet()) {
            found = version.getKey() <= number ? version.getValue() : found;
        }
        return found;
    }

    /** The facts of a database at the newest file. */
    public SortedSet<String> newest() {
        return at(Integer.MAX_VALUE);
    }

    /** Whether the inherited tables have columns that only this program's files add. */
    public boolean holdsOwn(SortedSet<String> live) {
        SortedSet<String> inherited = at(MigrationFile.FIRST_OWN - 1);
        Set<String> tables = inherited.stream().map(SchemaVersions::table).collect(Collectors.toSet());
        return live.stream()
                .filter(fact -> fact.startsWith("column ") && tables.contains(table(fact)))
                .anyMatch(fact -> newest().contains(fact) && !inherited.contains(fact));
    }

    /**
     * The version whose tables these are. Of several with the same tables the lowest, because the files between them only
     * write rows and may be run again. A table that a version does not have yet may be there as the newest version has
     * it: the Go program made some of its tables outside its history.
     */
    public OptionalInt matching(SortedSet<String> live) {
        OptionalInt exact = facts.entrySet().stream()
                .filter(version -> version.getValue().equals(live))
                .mapToInt(Map.Entry::getKey)
                .findFirst();
        return exact.isPresent()
                ? exact
                : facts.keySet().stream()
                        .mapToInt(number -> number)
                        .filter(number -> SchemaDrift.between(at(number), withoutLater(live, number))
                                .isEmpty())
                        .findFirst();
    }

    /** The version with the fewest differences. */
    public int nearest(SortedSet<String> live) {
        int nearest = 0;
        int fewest = Integer.MAX_VALUE;
        for (int number : facts.keySet()) {
            int differences =
                    SchemaDrift.between(at(number), withoutLater(live, number)).size();
            if (differences < fewest) {
                nearest = number;
                fewest = differences;
            }
        }
        return nearest;
    }

    /** These facts without the tables that a version does not have yet, as far as they are as the newest has them. */
    SortedSet<String> withoutLater(SortedSet<String> live, int number) {
        SortedSet<String> newest = newest();
        SortedSet<String> tables =
                at(number).stream().map(SchemaVersions::table).collect(Collectors.toCollection(TreeSet::new));
        return live.stream()
                .filter(fact -> tables.contains(table(fact)) || !newest.contains(fact))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** The table a fact is about: the word before the first dot, or the one behind "on". */
    private static String table(String fact) {
        String[] words = fact.split(" ", -1);
        if (words[0].equals("column")) {
            return words[1].substring(0, words[1].indexOf('.'));
        }
        return words[0].equals("foreign") ? words[2].substring(0, words[2].indexOf('.')) : words[3];
    }
}
