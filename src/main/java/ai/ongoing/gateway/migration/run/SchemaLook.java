package ai.ongoing.gateway.migration.run;

import ai.ongoing.gateway.migration.backend.MigrationDialect;
import ai.ongoing.gateway.migration.plan.HistoryRow;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.SortedSet;

/**
 * The history and the tables of one moment. Who does not hold the lock reads them beside a process that migrates, and
 * tables of a newer moment than the rows would be taken for a stranger's.
 */
record SchemaLook(List<HistoryRow> rows, SortedSet<String> live) {

    /** Reads until no row came or went in between; a process that migrates adds one a file, so this ends with it. */
    static SchemaLook at(Connection connection, History history, MigrationDialect dialect) throws SQLException {
        List<HistoryRow> rows = history.read(connection);
        while (true) {
            SortedSet<String> live = dialect.facts(connection);
            List<HistoryRow> after = history.read(connection);
            if (after.equals(rows)) {
                return new SchemaLook(rows, live);
            }
            rows = after;
        }
    }
}
