package ai.ongoing.gateway.transfer.forecast;

import ai.ongoing.gateway.migration.MigrationException;
import ai.ongoing.gateway.migration.MigrationExit;
import ai.ongoing.gateway.migration.MigrationObserver;
import ai.ongoing.gateway.migration.plan.SchemaCheck;
import ai.ongoing.gateway.storage.BulkAccess;
import ai.ongoing.gateway.storage.Endpoint;
import ai.ongoing.gateway.storage.bulk.BulkException;
import ai.ongoing.gateway.storage.bulk.BulkSource;
import ai.ongoing.gateway.storage.bulk.ForeignKey;
import ai.ongoing.gateway.storage.bulk.RowBatch;
import ai.ongoing.gateway.storage.bulk.RowStream;
import ai.ongoing.gateway.storage.bulk.TableShape;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/** Looks through a whole source for what would stand in the way of a copy. Reads both ends and writes neither. */
public final class Forecasting {

    /** Rows read at a time. */
    private static final int BATCH = 1_000;

    /** So many hazards of a table are named; all are counted. */
    private static final int NAMED = 20;

    private final BulkSource source;
    private final List<TableShape> targets;
    private final boolean strict;
    private final Parents parents;

    private Forecasting(BulkSource source, List<TableShape> targets, boolean strict) {
        this.source = source;
        this.targets = targets.isEmpty() ? source.tables() : targets;
        this.strict = strict;
        this.parents = new Parents(this.targets);
    }

    /**
     * Looks through everything.
     *
     * @param excluded tables of the target that are not looked at, by name
     * @param going runs before each table and after each batch of its rows; what it throws ends the look
     * @throws BulkException when an end cannot be read
     */
    public static Forecast of(BulkSource source, Endpoint target, Set<String> excluded, Runnable going) {
        List<String> lacks = new ArrayList<>(missing(target));
        List<TableShape> targets = BulkAccess.expected(target.settings());
        if (lacks.isEmpty()) {
            try (BulkSource there = target.source(excluded)) {
                targets = there.tables();
                occupied(there, lacks);
            }
        }
        List<String> unsound = source.unsoundness();
        List<TableForecast> tables = new Forecasting(source, targets, target.isServer()).tables(going);
        return new Forecast(source.location(), target.location(), tables, unsound, lacks);
    }

    /** What is wrong with the target's schema, or with the way to it. */
    private static List<String> missing(Endpoint target) {
        try {
            SchemaCheck check = target.schema(MigrationObserver.SILENT).check();
            return check.exit() == MigrationExit.OK ? List.of() : check.findings();
        } catch (MigrationException e) {
            if (e.reason() == MigrationException.Reason.UNREACHABLE) {
                throw new BulkException(BulkException.Reason.UNREACHABLE, String.valueOf(e.getMessage()), e);
            }
            return List.of(String.valueOf(e.getMessage()));
        }
    }

    private static void occupied(BulkSource there, List<String> lacks) {
        for (TableShape table : there.tables()) {
            long rows = table.name().equals("traces") ? there.count(table) : 0;
            if (rows > 0) {
                lacks.add("table " + table.name() + " has " + rows + " rows already");
            }
        }
    }

    private List<TableForecast> tables(Runnable going) {
        List<TableForecast> tables = new ArrayList<>();
        for (TableShape table : source.tables()) {
            going.run();
            tables.add(table(table, going));
        }
        return tables;
    }

    private TableForecast table(TableShape table, Runnable going) {
        TableShape target = targets.stream()
                .filter(other -> other.name().equals(table.name()))
                .findFirst()
                .orElse(table);
        HazardFinder finder = new HazardFinder(table, target, strict);
        Map<Hazard.Kind, Long> counts = new EnumMap<>(Hazard.Kind.class);
        List<Hazard> first = new ArrayList<>();
        Consumer<Hazard> found = hazard -> {
            counts.merge(hazard.kind(), 1L, Long::sum);
            if (first.size() < NAMED) {
                first.add(hazard);
            }
        };
        RowBatch batch = new RowBatch(table.columns().size());
        long count = 0;
        long bytes = 0;
        try (RowStream rows = source.rowsByKey(table, null)) {
            while (rows.next(batch, BATCH)) {
                for (int row = 0; row < batch.rows(); row++) {
                    bytes += batch.rowLength(row);
                    finder.look(batch, row, found);
                    orphan(table, target, batch, row, found);
                    parents.remember(table, batch, row);
                }
                count += batch.rows();
                going.run();
            }
        }
        return new TableForecast(table.name(), count, bytes, counts, first);
    }

    private void orphan(TableShape table, TableShape target, RowBatch batch, int row, Consumer<Hazard> found) {
        for (ForeignKey reference : target.references()) {
            if (!parents.has(reference, table, batch, row)) {
                found.accept(new Hazard(
                        Hazard.Kind.ORPHAN,
                        table.name(),
                        batch.key(table, row),
                        String.join(", ", reference.columns()),
                        "refers to a row of " + reference.table() + " that is not there"));
            }
        }
    }
}
