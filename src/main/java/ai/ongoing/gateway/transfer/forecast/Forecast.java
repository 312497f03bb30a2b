package ai.ongoing.gateway.transfer.forecast;

import java.time.Duration;
import java.util.List;

/**
 * What a copy would do, found out without writing anything.
 *
 * @param unsound what is wrong with the source itself, see {@link ai.ongoing.gateway.storage.bulk.BulkSource#unsoundness}
 * @param lacks what the target has to be given first, one phrase each
 */
public record Forecast(
        String source, String target, List<TableForecast> tables, List<String> unsound, List<String> lacks) {

    /** What one core of the machine the figures in src/docs/benchmarks.md were measured on writes at least. */
    private static final long ROWS_A_SECOND = 20_000;

    private static final long BYTES_A_SECOND = 20_000_000;

    public Forecast {
        tables = List.copyOf(tables);
        unsound = List.copyOf(unsound);
        lacks = List.copyOf(lacks);
    }

    public long rows() {
        return tables.stream().mapToLong(TableForecast::rows).sum();
    }

    public long bytes() {
        return tables.stream().mapToLong(TableForecast::bytes).sum();
    }

    /** How many values stand in the way. */
    public long hazards() {
        return tables.stream().mapToLong(TableForecast::hazards).sum();
    }

    /** How long the copy will take, as far as rows and bytes tell; at least a second. */
    public Duration estimate() {
        long seconds = Math.max(rows() / ROWS_A_SECOND, bytes() / BYTES_A_SECOND);
        return Duration.ofSeconds(Math.max(1, seconds));
    }
}
