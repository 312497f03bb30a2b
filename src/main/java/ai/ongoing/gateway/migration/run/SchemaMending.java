package ai.ongoing.gateway.migration.run;

import ai.ongoing.gateway.migration.MigrationException;
import ai.ongoing.gateway.migration.MigrationException.Reason;
import ai.ongoing.gateway.migration.MigrationSettings;
import ai.ongoing.gateway.migration.backend.MigrationDialect;
import ai.ongoing.gateway.migration.backend.MigrationLock;
import ai.ongoing.gateway.migration.file.MigrationFile;
import ai.ongoing.gateway.migration.file.MigrationFiles;
import ai.ongoing.gateway.migration.plan.HistoryRow;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.OptionalInt;

/** What an operator decides about a history: that an edited file is right. Every decision leaves an event. Immutable. */
public final class SchemaMending {

    private final MigrationFiles files;
    private final MigrationDialect dialect;
    private final MigrationSettings settings;

    public SchemaMending(MigrationFiles files, MigrationDialect dialect, MigrationSettings settings) {
        this.files = files;
        this.dialect = dialect;
        this.settings = settings;
    }

    /**
     * Takes the shipped text of one applied file for the right one; without a number, fills in the checksums that the
     * older program did not write.
     *
     * @return names of the files whose rows were changed
     * @throws MigrationException when the number is not that of an applied file of this program
     */
    public List<String> repair(Connection connection, MigrationLock lock, OptionalInt number) {
        try {
            List<HistoryRow> rows = new History(dialect, settings).read(connection);
            List<MigrationFile> chosen = files.files().stream()
                    .filter(file -> rows.stream().anyMatch(row -> wanted(file, row, number)))
                    .toList();
            refuseUnknown(rows, number);
            if (!chosen.isEmpty()) {
                lock.acquire();
                accept(connection, chosen, rows);
            }
            return chosen.stream().map(MigrationFile::name).toList();
        } catch (SQLException e) {
            throw FailureText.outsideAFile(dialect, connection, "repairing the history", e);
        }
    }

    private static boolean wanted(MigrationFile file, HistoryRow row, OptionalInt number) {
        if (!row.name().equals(file.name())) {
            return false;
        }
        return number.isEmpty()
                ? row.checksumUp() == null
                : file.number() == number.getAsInt() && !file.up().checksum().equals(row.checksumUp());
    }

    private void refuseUnknown(List<HistoryRow> rows, OptionalInt number) {
        boolean known = number.isEmpty()
                || files.files().stream()
                        .filter(file -> file.number() == number.getAsInt())
                        .anyMatch(
                                file -> rows.stream().anyMatch(row -> row.name().equals(file.name())));
        if (!known) {
            throw new MigrationException(
                    Reason.USAGE,
                    "there is no applied migration with the number " + number.getAsInt()
                            + " that this program has a file for; \"ongoingai migrate status\" lists them.");
        }
    }

    private void accept(Connection connection, List<MigrationFile> chosen, List<HistoryRow> rows) throws SQLException {
        History history = new History(dialect, settings);
        EventLog events = new EventLog(dialect, settings);
        history.ensure(connection);
        StatementSession session = new StatementSession(connection, dialect);
        session.together(() -> {
            for (MigrationFile file : chosen) {
                String before = rows.stream()
                        .filter(row -> row.name().equals(file.name()))
                        .map(row -> String.valueOf(row.checksumUp()))
                        .findFirst()
                        .orElse("null");
                session.send(List.of(
                        history.accept(file),
                        events.entry(
                                EventLog.REPAIR,
                                file.name(),
                                "checksum " + before + " replaced by "
                                        + file.up().checksum())));
            }
            return true;
        });
    }
}
