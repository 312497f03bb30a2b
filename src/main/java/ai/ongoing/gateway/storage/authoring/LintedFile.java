package ai.ongoing.gateway.storage.authoring;

import ai.ongoing.gateway.migration.file.MigrationFile;
import ai.ongoing.gateway.migration.file.MigrationHeader;
import ai.ongoing.gateway.storage.schema.MigrationFolder;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * One file as the rules see it, and what they found in it. Not thread-safe.
 *
 * @param inheritedObjects names of tables and indexes that databases of the older program may hold already
 */
record LintedFile(
        MigrationFile file,
        MigrationFolder folder,
        String text,
        Set<String> inheritedObjects,
        Set<String> madeHere,
        List<LintFinding> findings) {

    /** Tables with so many rows, and so much traffic, that a statement on them must not hold a lock for long. */
    private static final Set<String> BUSY_TABLES = Set.of("traces");

    static LintedFile of(MigrationFile file, MigrationFolder folder, String text, Set<String> inheritedObjects) {
        return new LintedFile(file, folder, text, inheritedObjects, new HashSet<>(), new ArrayList<>());
    }

    MigrationHeader header() {
        return file.header();
    }

    /** The paths that a directive of the header lists. */
    List<String> documents(String directive) {
        String paths = header().directives().getOrDefault(directive, "");
        return Stream.of(paths.split(",", -1))
                .map(String::strip)
                .filter(path -> !path.isEmpty())
                .toList();
    }

    /** Where a directive stands, from 1. */
    int lineOf(String directive) {
        List<String> lines = text.lines().toList();
        for (int i = 0; i < lines.size(); i++) {
            if (lines.get(i).startsWith("-- " + directive + ":")) {
                return i + 1;
            }
        }
        return 1;
    }

    /** Whether other sessions would queue behind a lock on the table; a file has its own backend for itself elsewhere. */
    boolean busy(String table) {
        return folder == MigrationFolder.POSTGRES && BUSY_TABLES.contains(table) && !madeHere.contains(table);
    }

    /** Whether the table holds rows when this file runs. */
    boolean mayHoldRows(String table) {
        return !madeHere.contains(table);
    }

    void refuse(int line, String rule, String problem, String remedy) {
        findings.add(new LintFinding(file.name(), line, rule, problem, remedy));
    }
}
