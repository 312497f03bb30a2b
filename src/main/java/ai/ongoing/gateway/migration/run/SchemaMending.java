package ai.ongoing.gateway.migration.run;

import ai.ongoing.gateway.migration.AdoptionReport;
import ai.ongoing.gateway.migration.AdoptionReport.Found;
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
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/**
 * What an operator decides about a history: that an edited file is right, that unknown rows do no harm, that foreign
 * tables are ours. Every decision leaves an event. Runs under the lock, except for {@link #look}. Immutable.
 */
public final class SchemaMending {

    private final MigrationFiles files;
    private final MigrationDialect dialect;
    private final MigrationSettings settings;
    private final Migrator migrator;

    public SchemaMending(MigrationFiles files, MigrationDialect dialect, MigrationSettings settings) {
        this.files = files;
        this.dialect = dialect;
        this.settings = settings;
        this.migrator = new Migrator(files, dialect, settings);
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
            throw migrator.outsideAFile(connection, "repairing the history", e);
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

    /** What the database is and what adopting it would do; only reads. */
    public AdoptionReport look(Connection connection) {
        try {
            Adoption adoption = new Adoption(files, dialect, connection);
            List<HistoryRow> rows = new History(dialect, settings).read(connection);
            adoption.refuseForeignTables();
            List<String> notes = new ArrayList<>(adoption.notes());
            adoption.unknown(rows)
                    .forEach(
                            name -> notes.add(
                                    "the history holds " + name
                                            + ", which this program does not know; adopting accepts it when the tables are as expected."));
            List<String> pending = migrator.plan(connection).pending().stream()
                    .map(MigrationFile::name)
                    .toList();
            return new AdoptionReport(adoption.found(rows), notes, pending, true);
        } catch (SQLException e) {
            throw migrator.outsideAFile(connection, "looking at the database", e);
        }
    }

    /**
     * Takes the database over: applies what is pending, and accepts rows of unknown files when the tables are as this
     * program expects them.
     *
     * @param drift how the tables differ from the expected ones, asked once everything is applied
     */
    public AdoptionReport adopt(
            Connection connection, MigrationLock lock, java.util.function.Supplier<List<String>> drift) {
        AdoptionReport seen = look(connection);
        try {
            if (seen.found() == Found.UNKNOWN_ROWS) {
                acceptUnknown(connection, lock, drift.get());
            }
            List<String> applied = migrator.up(connection, lock).applied();
            if (seen.found() != Found.OURS || !applied.isEmpty()) {
                lock.acquire();
                new StatementSession(connection, dialect)
                        .send(new EventLog(dialect, settings)
                                .entry(EventLog.ADOPT, "", seen.found().label()));
            }
            return new AdoptionReport(seen.found(), seen.notes(), applied, false);
        } catch (SQLException e) {
            throw migrator.outsideAFile(connection, "adopting the database", e);
        }
    }

    private void acceptUnknown(Connection connection, MigrationLock lock, List<String> drift) throws SQLException {
        History history = new History(dialect, settings);
        if (!drift.isEmpty()) {
            throw new MigrationException(
                    Reason.NEWER,
                    "the history holds rows this program does not know, and the tables differ from the expected ones: "
                            + String.join("; ", drift) + ". Run the program that made them. Nothing was changed.");
        }
        lock.acquire();
        history.ensure(connection);
        EventLog events = new EventLog(dialect, settings);
        StatementSession session = new StatementSession(connection, dialect);
        List<String> unknown = new Adoption(files, dialect, connection).unknown(history.read(connection));
        session.together(() -> {
            for (String name : unknown) {
                session.send(List.of(
                        history.acceptUnknown(name),
                        events.entry(EventLog.ADOPT, name, "a row of an unknown file was accepted")));
            }
            return true;
        });
    }
}
