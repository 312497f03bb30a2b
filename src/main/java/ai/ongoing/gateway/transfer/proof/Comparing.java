package ai.ongoing.gateway.transfer.proof;

import ai.ongoing.gateway.storage.bulk.BulkException;
import ai.ongoing.gateway.storage.bulk.BulkSource;
import ai.ongoing.gateway.storage.bulk.TableShape;
import ai.ongoing.gateway.transfer.proof.TableComparison.ChunkDifference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Compares two stores by content: each side is read once, by a thread of its own, and only where hashes differ are rows
 * looked at again. Memory is bounded whatever the size of the tables.
 */
public final class Comparing {

    private final BulkSource left;
    private final BulkSource right;

    private Comparing(BulkSource left, BulkSource right) {
        this.left = left;
        this.right = right;
    }

    /**
     * Compares every table.
     *
     * @param progress hears each table as it is finished
     * @throws BulkException when one side cannot be read
     */
    public static StoreComparison of(BulkSource left, BulkSource right, Consumer<TableComparison> progress) {
        return new Comparing(left, right).compare(progress);
    }

    private StoreComparison compare(Consumer<TableComparison> progress) {
        long started = System.nanoTime();
        Map<String, TableShape> lefts = byName(left);
        Map<String, TableShape> rights = byName(right);
        Set<String> names = new TreeSet<>(lefts.keySet());
        names.addAll(rights.keySet());
        List<TableComparison> tables = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(2)) {
            for (String name : names) {
                TableComparison table = table(threads, name, lefts.get(name), rights.get(name));
                progress.accept(table);
                tables.add(table);
            }
        }
        return new StoreComparison(
                new StoreComparison.End(left.location(), left.schema()),
                new StoreComparison.End(right.location(), right.schema()),
                tables,
                Duration.ofNanos(System.nanoTime() - started));
    }

    private static Map<String, TableShape> byName(BulkSource source) {
        return source.tables().stream().collect(Collectors.toMap(TableShape::name, Function.identity()));
    }

    private TableComparison table(
            ExecutorService threads,
            String name,
            @org.jspecify.annotations.Nullable TableShape here,
            @org.jspecify.annotations.Nullable TableShape there) {
        if (here == null || there == null) {
            String side = here == null ? "right" : "left";
            return TableComparison.ofShape(name, List.of("the table stands on the " + side + " only"));
        }
        List<String> shape = shape(here, there);
        return shape.isEmpty() ? rows(threads, here, there) : TableComparison.ofShape(name, shape);
    }

    private static List<String> shape(TableShape here, TableShape there) {
        List<String> differences = new ArrayList<>();
        TreeSet<String> columns = new TreeSet<>(here.columnNames());
        columns.addAll(there.columnNames());
        for (String column : columns) {
            boolean onLeft = here.columnNames().contains(column);
            if (!onLeft || !there.columnNames().contains(column)) {
                differences.add("column " + column + " stands on the " + (onLeft ? "left" : "right") + " only");
            }
        }
        return differences;
    }

    private TableComparison rows(ExecutorService threads, TableShape here, TableShape there) {
        Future<ChunkHashes> lefts = threads.submit(() -> ChunkHashes.of(left, here));
        Future<ChunkHashes> rights = threads.submit(() -> ChunkHashes.of(right, there));
        ChunkHashes leftHashes = result(lefts);
        ChunkHashes rightHashes = result(rights);
        List<ChunkDifference> chunks = leftHashes.differing(rightHashes).stream()
                .map(number -> new ChunkDifference(number, leftHashes.chunk(number), rightHashes.chunk(number)))
                .toList();
        List<RowDifference> rows =
                chunks.isEmpty() ? List.of() : new Narrowing(left, right, here, there).differences(chunks);
        return new TableComparison(here.name(), leftHashes.table(), rightHashes.table(), chunks, List.of(), rows);
    }

    private static ChunkHashes result(Future<ChunkHashes> future) {
        try {
            return future.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof BulkException failure) {
                throw failure;
            }
            throw new IllegalStateException("comparing failed: " + e.getCause(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BulkException(BulkException.Reason.FAILED, "interrupted while comparing", e);
        }
    }
}
