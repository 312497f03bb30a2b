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
import ai.ongoing.gateway.migration.plan.AdoptionPlan;
import ai.ongoing.gateway.migration.plan.ForeignTable;
import ai.ongoing.gateway.migration.plan.HistoryRow;
import ai.ongoing.gateway.migration.plan.MigrationPlan;
import ai.ongoing.gateway.migration.plan.OtherTools;
import ai.ongoing.gateway.migration.plan.SchemaVersions;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;

/**
 * Looks at a database that this program has not made, says what it is, and takes it over: rows of files that have run
 * are written, rows nobody here knows are accepted, and what is pending is applied. What belongs to others is refused.
 * Immutable.
 */
public final class Adoption {

    private final MigrationFiles files;
    private final MigrationDialect dialect;
    private final Migrator migrator;
    private final History history;
    private final EventLog events;

    public Adoption(MigrationFiles files, MigrationDialect dialect, MigrationSettings settings) {
        this.files = files;
        this.dialect = dialect;
        this.migrator = new Migrator(files, dialect, settings);
        this.history = new History(dialect, settings);
        this.events = new EventLog(dialect, settings);
    }

    /**
     * Refuses tables of strangers under the gateway's names, and tables of the gateway's own whose history was lost:
     * running their files again would stumble over what is there. Only reads.
     *
     * @throws MigrationException naming the table, its columns and the way out
     */
    public void refuseForeign(Connection connection) {
        try {
            if (!anyTable(connection)) {
                return;
            }
            SchemaLook look = SchemaLook.at(connection, history, dialect);
            refuseStrangers(connection, look);
            if (look.rows().isEmpty() && versions().holdsOwn(look.live())) {
                throw new MigrationException(
                        Reason.NEWER,
                        "there are tables of this program and no history that says which files made them. Nothing was"
                                + " changed. Restore the table schema_migrations from a backup, or run \"ongoingai"
                                + " migrate adopt\", which recognises the version by the tables.");
            }
        } catch (SQLException e) {
            throw FailureText.outsideAFile(dialect, connection, "looking at the tables", e);
        }
    }

    private void refuseStrangers(Connection connection, SchemaLook look) throws SQLException {
        List<HistoryRow> rows = look.rows();
        SortedSet<String> known = rows.isEmpty() ? versions().newest() : Collections.emptySortedSet();
        Map<String, Set<String>> shape = new HashMap<>(dialect.inheritedShape());
        if (!rows.isEmpty()) {
            // The first file of all made it, so whatever it looks like now is no stranger's doing.
            shape.remove("traces");
        }
        String reason = ForeignTable.reason(shape, look.live(), known);
        if (!reason.isEmpty()) {
            String tool = OtherTools.sentence(dialect.tables(connection));
            throw new MigrationException(
                    Reason.NEWER, reason + (tool.isEmpty() ? "" : " " + tool) + " " + OtherTools.WAY_OUT);
        }
    }

    /** Whether there is any table of the gateway's names; one cheap question. */
    boolean anyTable(Connection connection) throws SQLException {
        return !Collections.disjoint(dialect.tables(connection), dialect.ownTables());
    }

    /**
     * What the database is and what adopting it would do; only reads.
     *
     * @throws MigrationException when it cannot be adopted; the message prints the differences and what to do
     */
    public AdoptionReport look(Connection connection) {
        try {
            AdoptionPlan plan = plan(connection);
            Set<String> there = new HashSet<>();
            history.read(connection).forEach(row -> there.add(row.name()));
            plan.stamped().forEach(file -> there.add(file.name()));
            List<String> pending = files.files().stream()
                    .map(MigrationFile::name)
                    .filter(name -> !there.contains(name))
                    .toList();
            return report(plan, notes(connection, plan), pending, true);
        } catch (SQLException e) {
            throw FailureText.outsideAFile(dialect, connection, "looking at the database", e);
        }
    }

    /** Takes the database over; the lock is taken and left held. */
    public AdoptionReport adopt(Connection connection, MigrationLock lock) {
        try {
            plan(connection);
            lock.acquire();
            // Again under the lock: somebody else may have taken it over during the wait.
            AdoptionPlan plan = plan(connection);
            List<String> notes = notes(connection, plan);
            StatementSession session = new StatementSession(connection, dialect);
            if (!plan.stamped().isEmpty() || !plan.accepted().isEmpty()) {
                history.ensure(connection);
                session.together(() -> write(session, plan));
            }
            List<String> applied = migrator.up(connection, lock).applied();
            if (plan.found() != Found.OURS || !applied.isEmpty()) {
                session.send(events.entry(EventLog.ADOPT, "", plan.found().label()));
            }
            return report(plan, notes, applied, false);
        } catch (SQLException e) {
            throw FailureText.outsideAFile(dialect, connection, "adopting the database", e);
        }
    }

    private boolean write(StatementSession session, AdoptionPlan plan) throws SQLException {
        for (MigrationFile file : plan.stamped()) {
            String proof = "the tables prove that it ran; the row was written";
            session.send(List.of(history.claim(file), events.entry(EventLog.ADOPT, file.name(), proof)));
        }
        for (String name : plan.accepted()) {
            String detail = "a row of an unknown file was accepted";
            session.send(List.of(history.acceptUnknown(name), events.entry(EventLog.ADOPT, name, detail)));
        }
        return true;
    }

    private AdoptionPlan plan(Connection connection) throws SQLException {
        SchemaLook look = SchemaLook.at(connection, history, dialect);
        refuseStrangers(connection, look);
        AdoptionPlan plan = AdoptionPlan.of(files, look.rows(), look.live(), versions());
        MigrationPlan.Refusal refusal = plan.refusal();
        if (refusal != null) {
            throw new MigrationException(refusal.reason(), refusal.sentence());
        }
        return plan;
    }

    private List<String> notes(Connection connection, AdoptionPlan plan) throws SQLException {
        List<String> notes = new ArrayList<>();
        String tool = OtherTools.sentence(dialect.tables(connection));
        if (!tool.isEmpty()) {
            notes.add(tool + " Its tables are left alone.");
        }
        plan.accepted()
                .forEach(
                        name -> notes.add(
                                "The history holds " + name
                                        + ", which this program does not know; the tables are as it needs them, so the row is accepted."));
        plan.differences().forEach(difference -> notes.add("Other than expected: " + difference + "."));
        return notes;
    }

    private static AdoptionReport report(AdoptionPlan plan, List<String> notes, List<String> files, boolean dryRun) {
        List<String> stamped = plan.stamped().stream().map(MigrationFile::name).toList();
        return new AdoptionReport(plan.found(), notes, stamped, files, dryRun);
    }

    private SchemaVersions versions() {
        return SchemaVersions.shipped(dialect.folder());
    }

    /**
     * The history and the tables of one moment. Who does not hold the lock reads them beside a process that migrates,
     * and tables of a newer moment than the rows would be taken for a stranger's.
     */
    private record SchemaLook(List<HistoryRow> rows, SortedSet<String> live) {

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
}
