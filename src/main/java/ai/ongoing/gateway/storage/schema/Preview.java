package ai.ongoing.gateway.storage.schema;

import ai.ongoing.gateway.migration.Expectation;
import ai.ongoing.gateway.migration.backend.MigrationDialect;
import ai.ongoing.gateway.migration.file.MigrationFile;
import ai.ongoing.gateway.migration.plan.MigrationPlan;
import ai.ongoing.gateway.migration.sql.StatementEffect;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What applying everything pending would do, and what it would mean for whoever uses the tables meanwhile.
 *
 * @param files the plan's pending files, in order
 * @param expectation how long they may take
 */
public record Preview(MigrationPlan plan, List<PlannedFile> files, Expectation expectation) {

    /**
     * One pending file.
     *
     * @param effects of its statements, one each, in order
     * @param rows the tables it names that are there, and about how many rows they have; empty where nobody knows
     */
    public record PlannedFile(MigrationFile file, List<StatementEffect> effects, Map<String, OptionalLong> rows) {

        public PlannedFile {
            effects = List.copyOf(effects);
            rows = Collections.unmodifiableMap(new TreeMap<>(rows));
        }
    }

    public Preview {
        files = List.copyOf(files);
    }

    /** Looks at the tables; changes nothing and reads no row of theirs. */
    static Preview of(MigrationPlan plan, MigrationDialect dialect, Connection connection) throws SQLException {
        Map<String, OptionalLong> known = new TreeMap<>();
        for (String table : new TreeSet<>(dialect.tables(connection))) {
            if (plan.pending().stream().anyMatch(file -> file.up().names(table))) {
                known.put(table, dialect.aboutHowManyRows(connection, table));
            }
        }
        List<PlannedFile> files = new ArrayList<>();
        for (MigrationFile file : plan.pending()) {
            Map<String, OptionalLong> rows = new TreeMap<>(known);
            rows.keySet().removeIf(table -> !file.up().names(table));
            files.add(new PlannedFile(
                    file,
                    file.up().steps().stream()
                            .map(step -> effect(file, step, dialect))
                            .toList(),
                    rows));
        }
        return new Preview(plan, files, dialect.expectation(connection, plan.pending()));
    }

    private static StatementEffect effect(MigrationFile file, MigrationFile.Step step, MigrationDialect dialect) {
        StatementEffect effect = dialect.effect(step.sql());
        String rebuilt = file.header().rebuild();
        return rebuilt != null && step.defines(rebuilt) ? effect.rewriting() : effect;
    }
}
