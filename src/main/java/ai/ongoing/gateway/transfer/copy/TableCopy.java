package ai.ongoing.gateway.transfer.copy;

import ai.ongoing.gateway.migration.MigrationExit;
import ai.ongoing.gateway.storage.bulk.BulkSource;
import ai.ongoing.gateway.storage.bulk.RowBatch;
import ai.ongoing.gateway.storage.bulk.RowKey;
import ai.ongoing.gateway.storage.bulk.RowStream;
import ai.ongoing.gateway.storage.bulk.TableShape;
import ai.ongoing.gateway.storage.bulk.write.BulkTarget;
import ai.ongoing.gateway.storage.bulk.write.ChunkMode;
import ai.ongoing.gateway.storage.bulk.write.ChunkRetry;
import ai.ongoing.gateway.storage.bulk.write.ChunkWriter;
import ai.ongoing.gateway.storage.bulk.write.CopyChunk;
import ai.ongoing.gateway.storage.bulk.write.CopyJob;
import ai.ongoing.gateway.transfer.proof.ReadAlong;
import ai.ongoing.gateway.transfer.proof.Reading;
import ai.ongoing.gateway.transfer.proof.RowHash;
import ai.ongoing.gateway.transfer.proof.TableHash;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Copies one table in the order of its keys. Chunks that the books know are read again and hashed, unless nothing was
 * written into the source since; when it is what it was then, nothing of them is sent, and from the first that differs on,
 * rows are compared where they are there already. So a first run, one that goes on and one that brings what came later are
 * the same walk.
 */
final class TableCopy {

    private static final int BATCH_ROWS = 1_000;

    /** A chunk of large rows ends early: what is sent again after a kill stays small. */
    private static final long CHUNK_BYTES = 64L << 20;

    private final BulkSource source;
    private final BulkTarget target;
    private final ReadAlong along;
    private final TableShape from;
    private final TableShape to;
    private final CopyJob job;
    private final CopyRequest request;
    private final CopyObserver observer;
    private final TextCleaner cleaner;
    /** Whether the target is a server, which refuses text that a file takes. */
    private final boolean strict;

    private TableHash left = TableHash.EMPTY;
    private TableHash expected = TableHash.EMPTY;
    private @Nullable RowKey after;
    private long number;
    /** Whether nothing of the table was there: reading along would begin with all that was, and the copy would wait. */
    private boolean fresh;

    /** Rows that the books knew when this run began. */
    private long earlier;

    private long written;
    private long changed;

    TableCopy(Ends ends, Pair shapes, CopyJob job, CopyRequest request, CopyObserver observer) {
        this.source = ends.source();
        this.target = ends.target();
        this.along = ends.along();
        this.from = shapes.from();
        this.to = shapes.to();
        this.job = job;
        this.request = request;
        this.observer = observer;
        this.cleaner = new TextCleaner(from, request.badText());
        this.strict = request.to().isServer();
    }

    /**
     * Where rows come from and go to.
     *
     * @param along reads back what was committed
     */
    record Ends(BulkSource source, BulkTarget target, ReadAlong along) {}

    /** A table as it stands at both ends. */
    record Pair(TableShape from, TableShape to) {}

    /** Copies what is missing. What arrived is not looked at yet. */
    TableReport run() {
        List<CopyChunk> known = target.book().chunks(job, from.name());
        fresh = known.isEmpty();
        boolean same = mayTrust() ? trust(known) : passKnown(known);
        ChunkMode usual = same ? ChunkMode.QUICK : ChunkMode.COMPARING;
        ChunkMode next = usual;
        while (next != null) {
            next = send(next, usual);
        }
        return new TableReport(from.name(), left, expected, TableHash.EMPTY, written, changed);
    }

    /** Whether the lines of the books hold as they stand: the source is still, and no value was changed on its way. */
    private boolean mayTrust() {
        return !job.seen().isEmpty() && (!strict || request.badText() == BadText.FAIL);
    }

    private boolean trust(List<CopyChunk> known) {
        for (CopyChunk chunk : known) {
            TableHash rows = TableHash.of(chunk.rows(), chunk.hash());
            RowKey last = Keys.of(chunk.to());
            if (last == null) {
                throw new IllegalStateException("line " + chunk.number() + " of " + from.name() + " ends with no key");
            }
            took(rows, rows, last);
            passed();
        }
        return true;
    }

    /**
     * Reads what the books say is copied.
     *
     * @return whether all of it still is what it was; if not, the rest begins at the first chunk that is not
     */
    private boolean passKnown(List<CopyChunk> known) {
        if (known.isEmpty()) {
            return true;
        }
        RowBatch batch = new RowBatch(from.columns().size());
        RowHash hash = new RowHash();
        try (RowStream stream = source.rowsByKey(from, null)) {
            for (CopyChunk chunk : known) {
                TableHash raw = TableHash.EMPTY;
                TableHash sent = TableHash.EMPTY;
                RowKey last = null;
                while (raw.rows() < chunk.rows()
                        && stream.next(batch, (int) Math.min(BATCH_ROWS, chunk.rows() - raw.rows()))) {
                    stopIfCancelled();
                    TableHash part = hash.of(batch);
                    RowBatch clean = fit(batch);
                    raw = raw.plus(part);
                    sent = sent.plus(clean == batch ? part : hash.of(clean));
                    last = batch.key(from, batch.rows() - 1);
                }
                if (last == null
                        || !raw.sum().equals(chunk.hash())
                        || !Keys.text(last).equals(chunk.to())) {
                    target.book().forget(job, from.name(), number);
                    return false;
                }
                changed += cleaner.takeChanges().size();
                took(raw, sent, last);
                passed();
            }
        }
        return true;
    }

    private void passed() {
        earlier = left.rows();
        observer.progress(from.name(), left.rows(), earlier);
    }

    private RowBatch fit(RowBatch batch) {
        return strict ? cleaner.clean(batch) : batch;
    }

    private void took(TableHash raw, TableHash sent, RowKey last) {
        left = left.plus(raw);
        expected = expected.plus(sent);
        after = last;
        number++;
    }

    /**
     * Sends chunks until the table ends or the target asks for one in another way.
     *
     * @param first how the first of them is written
     * @return how to go on; null at the end
     */
    private @Nullable ChunkMode send(ChunkMode first, ChunkMode usual) {
        ChunkMode mode = first;
        try (Reading reading =
                Reading.hashing(source.rowsByKey(from, after), from.columns().size())) {
            Reading.Read head = reading.next();
            while (head.rows() != null) {
                head = chunk(reading, head, mode);
                mode = usual;
            }
            return null;
        } catch (ChunkRetry retry) {
            return retry.mode();
        }
    }

    /** Sends one chunk that begins with {@code head}, and returns what follows it. */
    private Reading.Read chunk(Reading reading, Reading.Read head, ChunkMode mode) {
        TableHash raw = TableHash.EMPTY;
        TableHash sent = TableHash.EMPTY;
        long bytes = 0;
        RowKey last = null;
        Reading.Read next = head;
        RowHash hash = new RowHash();
        cleaner.takeChanges(); // of rows that are sent once more
        try (ChunkWriter writer = target.begin(to, mode)) {
            for (RowBatch batch = next.rows();
                    batch != null && raw.rows() < request.chunkRows() && bytes < CHUNK_BYTES;
                    batch = next.rows()) {
                stopIfCancelled();
                RowBatch clean = fit(batch);
                writer.write(clean);
                raw = raw.plus(next.hash());
                sent = sent.plus(clean == batch ? next.hash() : hash.of(clean));
                bytes += batch.rowStart(batch.rows() - 1);
                last = batch.key(from, batch.rows() - 1);
                reading.done(batch);
                observer.progress(from.name(), left.rows() + raw.rows(), earlier);
                next = reading.next();
            }
            List<CopyChunk.Change> changes = cleaner.takeChanges();
            along.catchUp();
            written += writer.commit(new CopyChunk(
                    job.id(), from.name(), number, Keys.text(after), Keys.text(last), raw.rows(), raw.sum(), changes));
            changed += changes.size();
        }
        if (fresh) {
            along.committed(to);
        }
        if (last != null) {
            took(raw, sent, last);
            observer.progress(from.name(), left.rows(), earlier);
        }
        return next;
    }

    private void stopIfCancelled() {
        if (request.cancelled().getAsBoolean()) {
            throw new CopyException(MigrationExit.INTERRUPTED, "stopped; every chunk that was committed stays");
        }
    }
}
