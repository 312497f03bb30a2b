package ai.ongoing.gateway.transfer.part;

import ai.ongoing.gateway.storage.bulk.BulkSource;
import ai.ongoing.gateway.storage.bulk.RowBatch;
import ai.ongoing.gateway.storage.bulk.RowKey;
import ai.ongoing.gateway.storage.bulk.RowStream;
import ai.ongoing.gateway.storage.bulk.SchemaStamp;
import ai.ongoing.gateway.storage.bulk.TableShape;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** A source of which a part is seen. {@link #count} alone tells of every row, because telling of the part would read it. */
record PartialSource(BulkSource source, Part part) implements BulkSource {

    @Override
    public String location() {
        return source.location();
    }

    @Override
    public String driver() {
        return source.driver();
    }

    @Override
    public String stillness() {
        return source.stillness();
    }

    @Override
    public SchemaStamp schema() {
        return source.schema();
    }

    @Override
    public List<TableShape> tables() {
        return part.of(source.tables());
    }

    @Override
    public long count(TableShape table) {
        return source.count(table);
    }

    @Override
    public RowStream rows(TableShape table) {
        return new PartialRows(source.rows(table), table, part);
    }

    @Override
    public OptionalLong reach(TableShape table) {
        return source.reach(table);
    }

    @Override
    public RowStream rows(TableShape table, long behind, long upTo) {
        return new PartialRows(source.rows(table, behind, upTo), table, part);
    }

    @Override
    public RowStream rowsByKey(TableShape table, @Nullable RowKey after) {
        return new PartialRows(source.rowsByKey(table, after), table, part);
    }

    @Override
    public RowBatch row(TableShape table, RowKey key) {
        return source.row(table, key);
    }

    @Override
    public List<String> unsoundness() {
        return source.unsoundness();
    }

    @Override
    public List<String> unsoundnessAtAGlance() {
        return source.unsoundnessAtAGlance();
    }

    @Override
    public void stopLooking() {
        source.stopLooking();
    }

    @Override
    public void close() {
        source.close();
    }
}
