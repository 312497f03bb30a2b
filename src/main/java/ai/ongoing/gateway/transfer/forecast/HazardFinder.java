package ai.ongoing.gateway.transfer.forecast;

import ai.ongoing.gateway.storage.bulk.ColumnShape;
import ai.ongoing.gateway.storage.bulk.LogicalType;
import ai.ongoing.gateway.storage.bulk.RowBatch;
import ai.ongoing.gateway.storage.bulk.TableShape;
import ai.ongoing.gateway.storage.bulk.TimeText;
import ai.ongoing.gateway.storage.bulk.ValueTag;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Finds the values of a table that the other end would not take as they are. Knows both tables by their columns and
 * nothing of the databases but whether the other one is strict. Makes no garbage for rows without a hazard.
 */
public final class HazardFinder {

    private final TableShape source;
    private final List<ColumnShape> target;
    private final boolean strict;

    /**
     * Looks from one table at another.
     *
     * @param target the table of the same name; columns are found by name, and one it lacks is judged by the source's
     * @param strict whether the other end is a server, which refuses what a file takes
     */
    public HazardFinder(TableShape source, TableShape target, boolean strict) {
        this.source = source;
        this.target = source.columns().stream()
                .map(column -> target.columnNames().contains(column.name())
                        ? target.columns().get(target.indexOf(column.name()))
                        : column)
                .toList();
        this.strict = strict;
    }

    /** Looks through one row, and names each hazard. */
    public void look(RowBatch batch, int row, Consumer<Hazard> found) {
        for (int i = 0; i < target.size(); i++) {
            ValueTag tag = batch.tag(row, i);
            if (tag == ValueTag.NULL) {
                if (strict && !target.get(i).nullable()) {
                    found.accept(hazard(Hazard.Kind.MISSING, batch, row, i, "nothing, where a value is required"));
                }
            } else {
                value(batch, row, i, tag).ifPresent(found);
            }
        }
    }

    private Optional<Hazard> value(RowBatch batch, int row, int i, ValueTag tag) {
        ColumnShape column = target.get(i);
        if (tag != column.type().tag()) {
            return strict
                    ? Optional.of(hazard(
                            Hazard.Kind.WRONG_CLASS,
                            batch,
                            row,
                            i,
                            words(tag) + " where " + belongs(column) + " belongs"))
                    : Optional.empty();
        }
        return switch (tag) {
            case TEXT -> strict ? text(batch, row, i, column) : Optional.empty();
            case INTEGER -> number(batch, row, i, column);
            case INSTANT -> instant(batch, row, i);
            case REAL ->
                !strict && Double.isNaN(batch.real(row, i))
                        ? Optional.of(hazard(
                                Hazard.Kind.OVERFLOW, batch, row, i, "not a number, which a file keeps as nothing"))
                        : Optional.empty();
            case BYTES, NULL -> Optional.empty();
        };
    }

    private Optional<Hazard> text(RowBatch batch, int row, int i, ColumnShape column) {
        int at = batch.place(row, i);
        int length = batch.length(row, i);
        int unfit = TextCheck.firstUnfit(batch.bytes(), at, length);
        if (unfit != TextCheck.NONE) {
            boolean nul = batch.bytes()[at + unfit] == 0;
            return Optional.of(hazard(
                    nul ? Hazard.Kind.NUL : Hazard.Kind.INVALID_UTF8,
                    batch,
                    row,
                    i,
                    (nul ? "a NUL" : "no UTF-8") + " at byte " + unfit + " of " + length));
        }
        return column.type() == LogicalType.JSON
                ? JsonCheck.problem(batch.bytes(), at, length)
                        .map(detail -> hazard(Hazard.Kind.BROKEN_JSON, batch, row, i, detail))
                : Optional.empty();
    }

    private Optional<Hazard> number(RowBatch batch, int row, int i, ColumnShape column) {
        boolean fits = !column.narrow() || batch.number(row, i) == (int) batch.number(row, i);
        return fits
                ? Optional.empty()
                : Optional.of(hazard(
                        Hazard.Kind.OVERFLOW, batch, row, i, batch.number(row, i) + " does not fit into 32 bits"));
    }

    private Optional<Hazard> instant(RowBatch batch, int row, int i) {
        return strict || TimeText.writable(batch.number(row, i))
                ? Optional.empty()
                : Optional.of(hazard(Hazard.Kind.OVERFLOW, batch, row, i, "a time outside the years 0 to 9999"));
    }

    private Hazard hazard(Hazard.Kind kind, RowBatch batch, int row, int i, String detail) {
        return new Hazard(
                kind,
                source.name(),
                batch.key(source, row),
                source.columns().get(i).name(),
                detail);
    }

    private static String words(ValueTag tag) {
        return switch (tag) {
            case TEXT -> "text";
            case INTEGER -> "a whole number";
            case REAL -> "a fraction";
            case INSTANT -> "a time";
            case BYTES -> "bytes";
            case NULL -> "nothing";
        };
    }

    private static String belongs(ColumnShape column) {
        return words(column.type().tag());
    }
}
