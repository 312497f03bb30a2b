package ai.ongoing.gateway.migration.plan;

import ai.ongoing.gateway.migration.MigrationException;
import ai.ongoing.gateway.migration.MigrationException.Reason;
import ai.ongoing.gateway.migration.ProgramVersion;
import ai.ongoing.gateway.migration.file.MigrationFile;
import ai.ongoing.gateway.migration.file.MigrationFiles;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What has to be done, decided from files and history rows alone, without a database.
 *
 * @param pending files to apply, in order
 * @param applied how many known files are applied
 * @param warnings complete sentences about what is tolerated
 * @param refusal why nothing may be done; null when it may
 */
public record MigrationPlan(
        List<MigrationFile> pending,
        int applied,
        List<String> warnings,
        @Nullable Refusal refusal) {

    /** What is pending, and what to do about it. */
    public String pendingInWords() {
        return (pending.size() == 1 ? "1 migration is pending: " : pending.size() + " migrations are pending: ")
                + pending.stream().map(MigrationFile::name).collect(Collectors.joining(", "))
                + ". Run \"ongoingai migrate up\", or start once with storage.migrations: auto.";
    }

    /** One complete sentence and its kind. */
    public record Refusal(Reason reason, String sentence) {}

    public MigrationPlan {
        pending = List.copyOf(pending);
        warnings = List.copyOf(warnings);
    }

    /** Decides; the order of the rows does not matter. */
    public static MigrationPlan of(MigrationFiles files, List<HistoryRow> rows, String appVersion) {
        Refusal damage = damage(rows);
        if (damage != null) {
            return new MigrationPlan(List.of(), 0, List.of(), damage);
        }
        Map<String, HistoryRow> byName = rows.stream().collect(Collectors.toMap(HistoryRow::name, Function.identity()));
        List<MigrationFile> pending = new ArrayList<>();
        int newest = 0;
        Refusal refusal = null;
        for (MigrationFile file : files.files()) {
            HistoryRow row = byName.get(file.name());
            if (row == null) {
                pending.add(file);
            } else {
                newest = Math.max(newest, file.number());
                refusal = refusal == null ? modified(file, row) : refusal;
            }
        }
        List<String> warnings = new ArrayList<>();
        Set<String> unknown = new HashSet<>(byName.keySet());
        files.files().forEach(file -> unknown.remove(file.name()));
        for (String name : unknown.stream().sorted().toList()) {
            Refusal newer = vanished(byName.get(name), files);
            newer = newer == null ? newer(byName.get(name), files, appVersion, warnings) : newer;
            refusal = refusal == null ? newer : refusal;
        }
        refusal = refusal == null ? outOfOrder(pending, newest) : refusal;
        refusal = refusal == null ? belowNewer(pending, unknown, files.folder()) : refusal;
        return new MigrationPlan(pending, files.files().size() - pending.size(), warnings, refusal);
    }

    /** What is left once the first of the pending files are applied. */
    public MigrationPlan after(int done) {
        return new MigrationPlan(pending.subList(done, pending.size()), applied + done, warnings, refusal);
    }

    /** Whether there is nothing to do and nothing wrong. */
    public boolean settled() {
        return pending.isEmpty() && refusal == null;
    }

    /**
     * Nothing may be done against a refusal.
     *
     * @throws MigrationException with its sentence
     */
    public void refuseIfWrong() {
        if (refusal != null) {
            throw new MigrationException(refusal.reason(), refusal.sentence());
        }
    }

    /** A table that lost its key may name a file twice, and SQLite's key may be NULL: no list of names, no plan. */
    private static @Nullable Refusal damage(List<HistoryRow> rows) {
        List<String> names = rows.stream()
                .map(row -> Objects.requireNonNullElse(row.name(), "").strip())
                .sorted()
                .toList();
        Set<String> seen = new HashSet<>();
        for (String name : names) {
            if (name.isEmpty() || !seen.add(name)) {
                return new Refusal(
                        Reason.CHANGED,
                        "the table schema_migrations is damaged: it "
                                + (name.isEmpty() ? "has a row without a name" : "names " + name + " twice")
                                + ". Delete the surplus row, or restore the table from a backup; then run \"ongoingai migrate"
                                + " check\".");
            }
        }
        return null;
    }

    private static @Nullable Refusal modified(MigrationFile file, HistoryRow row) {
        String shipped = file.up().checksum();
        if (row.checksumUp() == null || row.checksumUp().equals(shipped)) {
            return null;
        }
        return new Refusal(
                Reason.CHANGED,
                "migration " + file.name() + " was changed after it was applied on " + row.appliedAt()
                        + ": applied " + brief(row.checksumUp()) + ", shipped " + brief(shipped)
                        + ". Install the program that applied it; or, when the shipped text is right, run \"ongoingai"
                        + " migrate repair --accept-checksum " + file.number() + "\".");
    }

    private static @Nullable Refusal vanished(@Nullable HistoryRow row, MigrationFiles files) {
        if (row == null || !SchemaState.vanished(row, files)) {
            return null;
        }
        String version = row.appVersion() == null ? "the version that has it" : "version " + row.appVersion();
        return new Refusal(
                Reason.CHANGED,
                "migration " + row.name() + " was applied on " + row.appliedAt()
                        + " and this program has no such file, although it has files up to number " + last(files)
                        + ". Install " + version
                        + " or a newer one that has the file; \"ongoingai migrate status\" shows"
                        + " who applied what.");
    }

    private static int last(MigrationFiles files) {
        return files.files().isEmpty() ? 0 : files.files().getLast().number();
    }

    private static @Nullable Refusal newer(
            @Nullable HistoryRow row, MigrationFiles files, String appVersion, List<String> warnings) {
        if (row == null) {
            return null;
        }
        String floor = row.compatFloor();
        if (floor == null || !ProgramVersion.wellFormed(floor)) {
            return new Refusal(
                    Reason.NEWER,
                    "the database holds the migration " + row.name() + ", applied on " + row.appliedAt()
                            + " by a program this version does not know. Run that program, or see with"
                            + " \"ongoingai migrate adopt\" whether this one can take the database over.");
        }
        if (ProgramVersion.of(floor).compareTo(ProgramVersion.of(appVersion)) > 0) {
            return new Refusal(
                    Reason.NEWER,
                    "the schema is newer than this program: migration " + row.name() + " was applied on "
                            + row.appliedAt() + " by version " + row.appVersion() + " and needs version " + floor
                            + " or newer; this is " + appVersion + ". Run version " + floor
                            + " or newer, or take back what this program does not know: \"ongoingai migrate down --to "
                            + last(files) + "\".");
        }
        warnings.add("the database is ahead of this program: migration " + row.name()
                + (row.appVersion() == null ? " of another program" : " of version " + row.appVersion())
                + " is applied; versions from " + floor + " on may run on it.");
        return null;
    }

    private static @Nullable Refusal outOfOrder(List<MigrationFile> pending, int newest) {
        if (newest < MigrationFile.FIRST_OWN
                || pending.isEmpty()
                || pending.getFirst().number() > newest) {
            return null;
        }
        return new Refusal(
                Reason.CHANGED,
                "migration " + pending.getFirst().name() + " is not applied although number " + newest
                        + " is. Files are applied in order: when its tables are there, \"ongoingai migrate adopt\" writes"
                        + " the row; a file that nobody has applied yet takes the next free number.");
    }

    /** What a newer program applied may rest on what is missing here, and that program may have gone without it. */
    private static @Nullable Refusal belowNewer(List<MigrationFile> pending, Set<String> unknown, String folder) {
        int newest = unknown.stream()
                .mapToInt(name -> SchemaState.number(name, folder))
                .max()
                .orElse(0);
        if (pending.isEmpty() || pending.getFirst().number() > newest) {
            return null;
        }
        return new Refusal(
                Reason.NEWER,
                "migration " + pending.getFirst().name() + " is not applied although number " + newest
                        + " of a newer program is. Files are applied in order; run the program that has number "
                        + newest + ", or take it back: \"ongoingai migrate down --to "
                        + (pending.getFirst().number() - 1) + "\".");
    }

    private static String brief(String checksum) {
        return checksum.substring(0, Math.min(15, checksum.length()));
    }
}
