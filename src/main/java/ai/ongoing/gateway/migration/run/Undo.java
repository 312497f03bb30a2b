package ai.ongoing.gateway.migration.run;

import ai.ongoing.gateway.migration.MigrationException;
import ai.ongoing.gateway.migration.MigrationException.Reason;
import ai.ongoing.gateway.migration.MigrationSettings;
import ai.ongoing.gateway.migration.UndoRequest;
import ai.ongoing.gateway.migration.backend.MigrationDialect;
import ai.ongoing.gateway.migration.file.MigrationFile;
import ai.ongoing.gateway.migration.file.MigrationFiles;
import ai.ongoing.gateway.migration.plan.HistoryRow;
import ai.ongoing.gateway.migration.plan.SchemaState;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Goes back, newest file first, by the text that the history kept when each was applied: this program need not have the
 * file. Runs under the lock. Not thread-safe.
 */
final class Undo {

    private final MigrationFiles files;
    private final MigrationDialect dialect;
    private final MigrationSettings settings;
    private final Connection connection;

    Undo(MigrationFiles files, MigrationDialect dialect, MigrationSettings settings, Connection connection) {
        this.files = files;
        this.dialect = dialect;
        this.settings = settings;
        this.connection = connection;
    }

    /** The rows a request means, newest first, irreversible ones among them. */
    List<HistoryRow> chosen(UndoRequest request) throws SQLException {
        return new History(dialect, settings)
                .read(connection).stream()
                        .filter(row -> number(row) > request.above())
                        .sorted(Comparator.comparingInt(this::number).reversed())
                        .limit(request.steps())
                        .toList();
    }

    /**
     * Undoes these rows until one has no way back.
     *
     * @param undone gets the names
     * @return why it stopped; empty when all were undone
     * @throws MigrationException when something would be lost that nobody agreed to
     */
    String run(List<HistoryRow> rows, boolean lossesAgreed, List<String> undone) throws SQLException {
        FileRun run = new FileRun(connection, dialect, settings);
        for (HistoryRow row : rows) {
            String reason = whyIrreversible(row);
            if (!reason.isEmpty()) {
                return cannot(row, reason);
            }
            String state = undone.size() + " of " + rows.size() + " migrations were undone.";
            if (run.run(Change.undoing(wayBack(row), lossesAgreed, state))) {
                undone.add(row.name());
            }
        }
        return "";
    }

    /** So that nothing, not even a copy, is made for a request that cannot begin. */
    void refuseIfFirstIsIrreversible(List<HistoryRow> rows) {
        HistoryRow first = rows.getFirst();
        String reason = whyIrreversible(first);
        if (!reason.isEmpty()) {
            throw new MigrationException(Reason.REFUSED, cannot(first, reason));
        }
    }

    /** What nobody would expect of these rows: where the way back ends, and which text is not the shipped one. */
    List<String> warnings(List<HistoryRow> rows) {
        List<String> warnings = new ArrayList<>();
        for (HistoryRow row : rows) {
            String reason = whyIrreversible(row);
            if (!reason.isEmpty()) {
                warnings.add("this goes back only as far as migration " + row.name() + ", which cannot be undone: "
                        + reason + ".");
                break;
            }
            MigrationFile file = shipped(row.name());
            String applied = row.checksumUp();
            if (file != null && applied != null && !applied.equals(file.up().checksum())) {
                warnings.add("migration " + row.name() + " was changed after it was applied; it is undone by the text"
                        + " that was kept when it was applied.");
            }
        }
        return warnings;
    }

    private static String cannot(HistoryRow row, String reason) {
        return "migration " + row.name() + " cannot be undone: " + reason
                + ". The way further back is a backup; \"ongoingai"
                + " migrate events\" names the copies this program made.";
    }

    /** Whether this program has the row's file. */
    boolean shipped(HistoryRow row) {
        return shipped(row.name()) != null;
    }

    private MigrationFile wayBack(HistoryRow row) {
        return MigrationFile.undoing(row.name(), String.valueOf(row.downSql()), dialect.syntax());
    }

    private String whyIrreversible(HistoryRow row) {
        if (row.downSql() != null) {
            return "";
        }
        MigrationFile file = shipped(row.name());
        String reason = file == null ? null : file.header().irreversible();
        return reason == null ? "the history holds no way back" : reason;
    }

    private @Nullable MigrationFile shipped(String name) {
        return files.files().stream()
                .filter(file -> file.name().equals(name))
                .findFirst()
                .orElse(null);
    }

    int number(HistoryRow row) {
        return SchemaState.number(row.name(), files.folder());
    }
}
