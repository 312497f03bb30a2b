package ai.ongoing.gateway.migration.run;

import ai.ongoing.gateway.migration.AdoptionReport.Found;
import ai.ongoing.gateway.migration.MigrationException;
import ai.ongoing.gateway.migration.MigrationException.Reason;
import ai.ongoing.gateway.migration.backend.MigrationDialect;
import ai.ongoing.gateway.migration.file.MigrationFile;
import ai.ongoing.gateway.migration.file.MigrationFiles;
import ai.ongoing.gateway.migration.plan.HistoryRow;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Looks at a database that this program has not made, and says what it is; refuses what belongs to others. */
final class Adoption {

    /** Histories of other tools; they are left alone. */
    private static final List<String> OTHER_HISTORIES = List.of(
            "goose_db_version",
            "refinery_schema_history",
            "seaql_migrations",
            "flyway_schema_history",
            "databasechangelog");

    private final MigrationFiles files;
    private final MigrationDialect dialect;
    private final Connection connection;

    Adoption(MigrationFiles files, MigrationDialect dialect, Connection connection) {
        this.files = files;
        this.dialect = dialect;
        this.connection = connection;
    }

    /** @throws MigrationException when a table of an inherited name is another tool's */
    void refuseForeignTables() throws SQLException {
        Set<String> tables = dialect.tables(connection);
        for (Map.Entry<String, Set<String>> shape : dialect.inheritedShape().entrySet()) {
            if (!tables.contains(shape.getKey())) {
                continue;
            }
            Set<String> columns = dialect.columns(connection, shape.getKey());
            Set<String> missing = new TreeSet<>(shape.getValue());
            missing.removeAll(columns);
            if (!columns.isEmpty() && !missing.isEmpty()) {
                throw new MigrationException(
                        Reason.NEWER,
                        "the table " + shape.getKey() + " belongs to another tool: its columns are "
                                + columns.stream().sorted().collect(Collectors.joining(", ")) + ", and "
                                + String.join(", ", missing)
                                + (missing.size() == 1 ? " is" : " are") + " not among them. Give the gateway a"
                                + " database or a schema of its own, or rename that table. Nothing was changed.");
            }
        }
    }

    Found found(List<HistoryRow> rows) throws SQLException {
        if (!unknown(rows).isEmpty()) {
            return Found.UNKNOWN_ROWS;
        }
        if (rows.stream().anyMatch(row -> row.checksumUp() != null)) {
            return Found.OURS;
        }
        if (!rows.isEmpty()) {
            return Found.OLDER_PROGRAM;
        }
        boolean tables = !Collections.disjoint(dialect.tables(connection), dialect.ownTables());
        return tables ? Found.TABLES_ONLY : Found.EMPTY;
    }

    /** Rows without a floor under names this program has no file for. */
    List<String> unknown(List<HistoryRow> rows) {
        Set<String> known = files.files().stream().map(MigrationFile::name).collect(Collectors.toSet());
        return rows.stream()
                .filter(row -> row.compatFloor() == null && !known.contains(row.name()))
                .map(HistoryRow::name)
                .sorted()
                .toList();
    }

    List<String> notes() throws SQLException {
        List<String> notes = new ArrayList<>();
        Set<String> tables = dialect.tables(connection);
        for (String table : OTHER_HISTORIES) {
            if (tables.contains(table)) {
                notes.add("the table " + table + " is another tool's history; it is left alone.");
            }
        }
        return notes;
    }
}
