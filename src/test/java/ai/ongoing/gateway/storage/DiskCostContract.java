package ai.ongoing.gateway.storage;

import static org.assertj.core.api.Assertions.assertThat;

import ai.ongoing.gateway.assembly.CaptureTerms;
import ai.ongoing.gateway.assembly.TraceAssembler;
import ai.ongoing.gateway.config.StorageDriver;
import ai.ongoing.gateway.http.CorrelationId;
import ai.ongoing.gateway.journal.FinishedCall;
import ai.ongoing.gateway.pricing.PriceBook;
import ai.ongoing.gateway.tenant.Tenant;
import ai.ongoing.gateway.testkit.Calls;
import ai.ongoing.gateway.testkit.TestStore;
import ai.ongoing.gateway.trace.Caller;
import ai.ongoing.gateway.trace.Trace;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;

/** What a recorded call without bodies takes on disk, indexes included; the older program's took 2.9 KB in a file. */
abstract class DiskCostContract {

    private static final int CALLS = 20_480;
    private static final int BATCH = 512;

    private final StorageDriver driver;
    private final TraceAssembler assembler = new TraceAssembler(PriceBook.load(null), CaptureTerms.DEFAULT);

    DiskCostContract(StorageDriver driver) {
        this.driver = driver;
    }

    @Test
    void aCallWithoutBodiesTakesNoMoreThanItsBound() throws SQLException {
        assertThat(bytesOfOne(Calls.ordinary())).isBetween(500L, ordinary());
    }

    /** As most calls are: their clients bring no correlation id. */
    @Test
    void aCallWithAnIdOfTheGatewaysOwnTakesNoMore() throws SQLException {
        assertThat(bytesOfOne(Calls.ordinary(), _ -> CorrelationId.accept(_ -> null)))
                .isBetween(500L, ordinaryWithOwnId());
    }

    @Test
    void theHeadersOfAnSdkAndItsProviderAddNoMoreThanTheirOwnLength() throws SQLException {
        assertThat(bytesOfOne(Calls.fromAnSdk())).isBetween(1_000L, withSdkHeaders());
    }

    /** Bound for a call with three headers in all. */
    abstract long ordinary();

    /** The same for a call that came without a correlation id. */
    abstract long ordinaryWithOwnId();

    /** Bound for a call with ten request headers and five response headers. */
    abstract long withSdkHeaders();

    /** All bytes of the table and its indexes. */
    abstract String sizeQuery();

    /** Each with a correlation id of its client's, in no order. */
    private long bytesOfOne(Calls like) throws SQLException {
        return bytesOfOne(
                like, number -> String.format(Locale.ROOT, "%016x%016x", number * 0x9E3779B97F4A7C15L, number));
    }

    private long bytesOfOne(Calls like, IntFunction<String> correlationIds) throws SQLException {
        try (TestStore store = TestStore.open(driver)) {
            for (int from = 0; from < CALLS; from += BATCH) {
                store.sink().save(batch(like, from, correlationIds));
            }
            try (Connection connection = store.connect();
                    Statement statement = connection.createStatement();
                    ResultSet row = statement.executeQuery(sizeQuery())) {
                row.next();
                return row.getLong(1) / CALLS;
            }
        }
    }

    private List<Trace> batch(Calls like, int from, IntFunction<String> correlationIds) {
        List<Trace> batch = new ArrayList<>(BATCH);
        for (int i = from; i < from + BATCH; i++) {
            batch.add(call(like, i, correlationIds.apply(i)));
        }
        return batch;
    }

    /** One a millisecond, of 200 tenants. */
    private Trace call(Calls like, int number, String correlation) {
        Instant finished = Calls.FINISHED_AT.plusMillis(number);
        String id = String.format(Locale.ROOT, "%012x7000%016x", finished.toEpochMilli(), number);
        Trace made = assembler.assemble(new FinishedCall(like.id(id).completion(), null));
        return new Trace(
                id,
                Tenant.of("org-" + number * 7_919 % 200, "main"),
                finished,
                finished,
                made.request(),
                made.response(),
                made.timing(),
                made.usage(),
                made.cost(),
                made.lineage(),
                new Caller(made.caller().apiKeyHash(), "", correlation),
                made.metadataJson());
    }
}
