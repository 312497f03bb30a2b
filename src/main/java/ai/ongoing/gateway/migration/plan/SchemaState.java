package ai.ongoing.gateway.migration.plan;

import ai.ongoing.gateway.migration.file.MigrationFile;
import ai.ongoing.gateway.migration.file.MigrationFiles;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Every file and every history row with what became of it, decided from the two alone, without a database.
 *
 * @param entries ascending by number, then by name
 */
public record SchemaState(List<Entry> entries) {

    private static final Pattern NUMBERED = Pattern.compile("([a-z]+)/(\\d+)_.*\\.sql");

    /** What became of a file. */
    public enum Kind {
        APPLIED("applied"),
        /** Not applied yet. */
        PENDING("pending"),
        /** Applied by the program whose database this was. */
        ADOPTED("adopted"),
        /** Applied by a program that has more files than this one, or by one of another kind. */
        UNKNOWN_NEWER("unknown-newer"),
        /** Applied, but the file says something else now. */
        MODIFIED("modified"),
        /** Applied, but this program should have the file and has none. */
        VANISHED("vanished"),
        /** Not applied although a later one is. */
        OUT_OF_ORDER("out-of-order"),
        /** Failed outside a transaction; its error is kept. */
        FAILED("failed");

        private final String label;

        Kind(String label) {
            this.label = label;
        }

        /** The word that commands print. */
        public String label() {
            return label;
        }
    }

    /**
     * One line of a status.
     *
     * @param number its place in the order; 0 for a row whose name has none
     * @param appliedAt as the backend prints it; empty when not applied
     * @param appVersion version of the program that applied it; empty when unknown
     * @param appliedBy user and process; empty when unknown
     * @param millis how long it took
     * @param reversible whether it can be undone
     * @param error why it failed outside a transaction; empty otherwise
     */
    public record Entry(
            int number,
            String name,
            Kind kind,
            String appliedAt,
            String appVersion,
            String appliedBy,
            OptionalLong millis,
            boolean reversible,
            String error) {}

    public SchemaState {
        entries = List.copyOf(entries);
    }

    /**
     * Decides; the order of the rows does not matter.
     *
     * @param errors why files outside a transaction failed, by name
     */
    public static SchemaState of(MigrationFiles files, List<HistoryRow> rows, Map<String, String> errors) {
        Map<String, HistoryRow> left = new HashMap<>();
        rows.forEach(row -> left.put(row.name(), row));
        int newest = files.files().stream()
                .filter(file -> left.containsKey(file.name()))
                .mapToInt(MigrationFile::number)
                .max()
                .orElse(0);
        List<Entry> entries = new ArrayList<>();
        for (MigrationFile file : files.files()) {
            HistoryRow row = left.remove(file.name());
            String error = errors.getOrDefault(file.name(), "");
            entries.add(
                    row == null
                            ? waiting(file, error, newest)
                            : applied(row, file.number(), known(file, row), file.down() != null));
        }
        for (HistoryRow row : left.values()) {
            int number = number(row.name(), files.folder());
            Kind kind = vanished(row, files) ? Kind.VANISHED : Kind.UNKNOWN_NEWER;
            entries.add(applied(row, number, kind, row.downSql() != null));
        }
        entries.sort(Comparator.comparingInt(Entry::number).thenComparing(Entry::name));
        return new SchemaState(entries);
    }

    /** The entries of a kind. */
    public List<Entry> of(Kind kind) {
        return entries.stream().filter(entry -> entry.kind() == kind).toList();
    }

    /** Whether every file of this program is applied as shipped, and nothing else is. */
    public boolean settled() {
        return entries.stream().allMatch(entry -> entry.kind() == Kind.APPLIED || entry.kind() == Kind.ADOPTED);
    }

    /** The highest number that is applied; 0 for a database without any. */
    public int version() {
        return entries.stream()
                .filter(entry -> !entry.appliedAt().isEmpty())
                .mapToInt(Entry::number)
                .max()
                .orElse(0);
    }

    private static Entry waiting(MigrationFile file, String error, int newest) {
        boolean late = newest >= MigrationFile.FIRST_OWN && file.number() < newest;
        Kind kind = late ? Kind.OUT_OF_ORDER : error.isEmpty() ? Kind.PENDING : Kind.FAILED;
        return new Entry(
                file.number(), file.name(), kind, "", "", "", OptionalLong.empty(), file.down() != null, error);
    }

    private static Entry applied(HistoryRow row, int number, Kind kind, boolean reversible) {
        return new Entry(
                number,
                row.name(),
                kind,
                row.appliedAt(),
                text(row.appVersion()),
                text(row.appliedBy()),
                row.millis(),
                reversible,
                "");
    }

    private static Kind known(MigrationFile file, HistoryRow row) {
        String checksum = row.checksumUp();
        if (checksum == null) {
            return Kind.ADOPTED;
        }
        return checksum.equals(file.up().checksum()) ? Kind.APPLIED : Kind.MODIFIED;
    }

    /**
     * Whether this program should have the file of a row it has no file for. A row without a checksum and with a number
     * of the inherited ones is a newer file of the Go program.
     */
    static boolean vanished(HistoryRow row, MigrationFiles files) {
        int number = number(row.name(), files.folder());
        int last = files.files().isEmpty() ? 0 : files.files().getLast().number();
        boolean newerGo = number < MigrationFile.FIRST_OWN && row.checksumUp() == null;
        return number > 0 && number <= last && !newerGo;
    }

    /** The number in a name of this backend's folder; 0 for any other name. */
    public static int number(String name, String folder) {
        Matcher matcher = NUMBERED.matcher(name);
        boolean ours = matcher.matches()
                && matcher.group(1).equals(folder)
                && matcher.group(2).length() <= 6;
        return ours ? Integer.parseInt(matcher.group(2)) : 0;
    }

    private static String text(@Nullable String value) {
        return value == null ? "" : value;
    }
}
