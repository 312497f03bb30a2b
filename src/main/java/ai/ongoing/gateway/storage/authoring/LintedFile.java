package ai.ongoing.gateway.storage.authoring;

import ai.ongoing.gateway.migration.file.MigrationFile;
import ai.ongoing.gateway.migration.file.MigrationHeader;
import ai.ongoing.gateway.storage.schema.MigrationFolder;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

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
