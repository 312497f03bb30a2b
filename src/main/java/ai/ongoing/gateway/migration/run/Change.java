package ai.ongoing.gateway.migration.run;

import ai.ongoing.gateway.migration.file.MigrationFile;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * One file on its way into the database, or out of it.
 *
 * @param file its {@code up} is what runs, in either direction
 * @param rows files whose history rows come or go with it
 * @param undoes whether the rows go
 * @param lossesAgreed whether whoever asked for it agreed to whatever is lost
 * @param state how many files are applied, in words, for errors
 */
record Change(MigrationFile file, List<MigrationFile> rows, boolean undoes, boolean lossesAgreed, String state) {

    Change {
        rows = List.copyOf(rows);
    }

    static Change applying(MigrationFile file, List<MigrationFile> rows, String state) {
        return new Change(file, rows, false, false, state);
    }

    static Change undoing(MigrationFile file, boolean lossesAgreed, String state) {
        return new Change(file, List.of(file), true, lossesAgreed, state);
    }

    String direction() {
        return undoes ? "down" : "up";
    }

    /** Why this may not be committed; empty when it may. */
    String objection(Map<String, List<String>> losses) {
        Set<String> undeclared = new TreeSet<>(losses.keySet());
        if (lossesAgreed) {
            return "";
        }
        if (!undoes) {
            undeclared.removeAll(file.header().mayLose());
        }
        if (undeclared.isEmpty()) {
            return "";
        }
        String lost = String.join(
                ", ",
                undeclared.stream()
                        .flatMap(table -> losses.getOrDefault(table, List.of()).stream())
                        .toList());
        return undoes
                ? "undoing migration " + file.name() + " would lose " + lost + ". It was rolled back. Run the command"
                        + " again with --yes to agree to the loss, like \"ongoingai migrate down --yes\". " + state
                : "migration " + file.name() + " would lose " + lost + ", and its header does not declare that"
                        + " (\"-- destructive: " + String.join(", ", undeclared) + "\"). It was rolled back; nothing of"
                        + " this file was applied. Run the version before until the file is mended; \"ongoingai migrate"
                        + " status\" shows where the schema stands. " + state;
    }
}
