package ai.ongoing.gateway.migration.plan;

import ai.ongoing.gateway.migration.AdoptionReport.Found;
import ai.ongoing.gateway.migration.MigrationException.Reason;
import ai.ongoing.gateway.migration.file.MigrationFile;
import ai.ongoing.gateway.migration.file.MigrationFiles;
import ai.ongoing.gateway.migration.plan.MigrationPlan.Refusal;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What taking a database over comes to, decided from files, history and the live tables alone.
 *
 * @param found what the database is
 * @param stamped files whose history rows are written without running them, because the tables prove that they ran
 * @param accepted names of rows nobody here knows, whose files changed nothing that stands in the way
 * @param differences how the tables differ from the version they are taken for
 * @param refusal why it may not be done; null when it may
 */
public record AdoptionPlan(
        Found found,
        List<MigrationFile> stamped,
        List<String> accepted,
        List<String> differences,
        @Nullable Refusal refusal) {

    public AdoptionPlan {
        stamped = List.copyOf(stamped);
        accepted = List.copyOf(accepted);
        differences = List.copyOf(differences);
    }

    /**
     * Decides; the order of the rows does not matter.
     *
     * @param live the facts of the database
     */
    public static AdoptionPlan of(
            MigrationFiles files, List<HistoryRow> rows, SortedSet<String> live, SchemaVersions versions) {
        Set<String> names = rows.stream().map(HistoryRow::name).collect(Collectors.toSet());
        List<String> unknown = unknown(files, rows);
        int newest = files.files().stream()
                .filter(file -> names.contains(file.name()))
                .mapToInt(MigrationFile::number)
                .max()
                .orElse(0);
        List<MigrationFile> missing = files.files().stream()
                .filter(file ->
                        newest >= MigrationFile.FIRST_OWN && file.number() < newest && !names.contains(file.name()))
                .toList();
        if (rows.isEmpty()) {
            return live.isEmpty() ? plain(Found.EMPTY) : withoutHistory(files, live, versions);
        }
        if (!unknown.isEmpty() || !missing.isEmpty()) {
            Found found = unknown.isEmpty() ? Found.GAPS : Found.UNKNOWN_ROWS;
            return held(found, missing, unknown, differences(versions, live, newest));
        }
        boolean ours = rows.stream().anyMatch(row -> row.checksumUp() != null);
        return plain(ours ? Found.OURS : Found.OLDER_PROGRAM);
    }

    private static AdoptionPlan plain(Found found) {
        return new AdoptionPlan(found, List.of(), List.of(), List.of(), null);
    }

    /** Tables of a known version are stamped at it; whatever only the Go program knew is completed by the files. */
    private static AdoptionPlan withoutHistory(MigrationFiles files, SortedSet<String> live, SchemaVersions versions) {
        int version = versions.matching(live).orElse(0);
        if (version > 0) {
            List<MigrationFile> stamped = files.files().stream()
                    .filter(file -> file.number() <= version)
                    .toList();
            return new AdoptionPlan(Found.TABLES_ONLY, stamped, List.of(), List.of(), null);
        }
        int nearest = versions.nearest(live);
        List<String> differences = differences(versions, live, nearest);
        Refusal refusal = versions.holdsOwn(live)
                ? new Refusal(
                        Reason.NEWER,
                        "there are tables of this program without a history, and they are those of no version: "
                                + some(differences)
                                + " against version " + nearest
                                + ", which is nearest. Nothing was changed. Restore the table"
                                + " schema_migrations from a backup, or make the tables those of version " + nearest
                                + "; then run \"ongoingai migrate adopt\" again.")
                : null;
        return new AdoptionPlan(Found.TABLES_ONLY, List.of(), List.of(), differences, refusal);
    }

    private static AdoptionPlan held(
            Found found, List<MigrationFile> missing, List<String> unknown, List<String> differences) {
        List<String> harmful =
                differences.stream().filter(difference -> !harmless(difference)).toList();
        Refusal refusal = harmful.isEmpty()
                ? null
                : new Refusal(
                        found == Found.GAPS ? Reason.CHANGED : Reason.NEWER,
                        (found == Found.GAPS
                                        ? "the history lacks rows, and the tables do not prove that their files ran: "
                                        : "the history holds rows this program does not know, and their files changed what it needs: ")
                                + some(harmful) + ". Nothing was changed. "
                                + (found == Found.GAPS
                                        ? "Restore the table schema_migrations from a backup, or make the tables right"
                                        : "Run the program that made the rows, or take its changes back by hand")
                                + "; then run \"ongoingai migrate adopt\" again.");
        return new AdoptionPlan(found, missing, unknown, differences, refusal);
    }

    private static List<String> differences(SchemaVersions versions, SortedSet<String> live, int version) {
        return SchemaDrift.between(versions.at(version), versions.withoutLater(live, version));
    }

    /** What only stands beside: a column that may stay empty, an index that forbids nothing. */
    private static boolean harmless(String difference) {
        boolean more = difference.startsWith("unexpected: ");
        boolean column = difference.startsWith("unexpected: column ");
        boolean optional = difference.contains(" notnull=false ")
                || difference.contains(" notnull=0 ")
                || !difference.matches(".* default=-(?: .*)?");
        boolean index = difference.startsWith("unexpected: index ");
        boolean free = difference.contains(" unique=false ") || difference.contains(" unique=0 ");
        return more && ((column && optional) || (index && free));
    }

    /** Rows without a floor under names this program has no file for. */
    private static List<String> unknown(MigrationFiles files, List<HistoryRow> rows) {
        Set<String> known = files.files().stream().map(MigrationFile::name).collect(Collectors.toSet());
        return rows.stream()
                .filter(row -> row.compatFloor() == null && !known.contains(row.name()))
                .map(HistoryRow::name)
                .sorted()
                .toList();
    }

    private static String some(List<String> differences) {
        return String.join("; ", differences.subList(0, Math.min(5, differences.size())))
                + (differences.size() > 5 ? "; and " + (differences.size() - 5) + " more" : "");
    }
}
