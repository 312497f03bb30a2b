package ai.ongoing.gateway.storage.row;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import ai.ongoing.gateway.config.StorageDriver;
import ai.ongoing.gateway.pricing.Cost;
import ai.ongoing.gateway.provider.NormalizedUsage;
import ai.ongoing.gateway.provider.StatedUsage;
import ai.ongoing.gateway.provider.TokenUsage;
import ai.ongoing.gateway.provider.UsageKind;
import ai.ongoing.gateway.provider.UsageSource;
import ai.ongoing.gateway.storage.row.SqlDialect.Order;
import ai.ongoing.gateway.tenant.Tenant;
import ai.ongoing.gateway.tenant.TenantScope;
import ai.ongoing.gateway.testkit.Samples;
import ai.ongoing.gateway.testkit.TestStore;
import ai.ongoing.gateway.trace.Body;
import ai.ongoing.gateway.trace.Caller;
import ai.ongoing.gateway.trace.Completion;
import ai.ongoing.gateway.trace.Lineage;
import ai.ongoing.gateway.trace.RequestPart;
import ai.ongoing.gateway.trace.ResponsePart;
import ai.ongoing.gateway.trace.Trace;
import ai.ongoing.gateway.trace.TraceCursor;
import ai.ongoing.gateway.trace.TraceFilter;
import ai.ongoing.gateway.trace.TracePage;
import ai.ongoing.gateway.trace.TraceSummary;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What every reader promises. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class TraceReaderContract {

    private static final TenantScope ALL = TenantScope.operator();

    private final StorageDriver driver;
    private TestStore store;

    @SuppressWarnings("NullAway.Init")
    TraceReaderContract(StorageDriver driver) {
        this.driver = driver;
    }

    @BeforeAll
    void open() {
        store = TestStore.open(driver);
    }

    @BeforeEach
    void clear() throws SQLException {
        store.clear();
    }

    @AfterAll
    void close() {
        store.close();
    }

    TestStore store() {
        return store;
    }

    @Test
    void findsNothingInAnEmptyStore() {
        assertThat(store.reader().list(ALL, TraceFilter.ANY, null, 50)).isEqualTo(new TracePage(List.of(), null));
        assertThat(store.reader().find(ALL, "nobody")).isEmpty();
        assertThat(store.reader().count(ALL)).isZero();
    }

    @Test
    void summarisesARow() {
        Trace trace = Samples.trace();
        store.sink().save(List.of(trace));
        assertThat(store.reader().list(ALL, TraceFilter.ANY, null, 1).items())
                .containsExactly(new TraceSummary(
                        trace.id(),
                        trace.timestamp(),
                        trace.createdAt(),
                        "openai",
                        "gpt-4o",
                        "POST",
                        "/openai/v1/chat/completions",
                        200,
                        110,
                        55,
                        165,
                        trace.timing(),
                        trace.caller().apiKeyHash(),
                        trace.cost(),
                        1.234567891,
                        Completion.COMPLETE));
    }

    @TestFactory
    Stream<DynamicTest> everyFilterFindsItsRowsAndNoOthers() {
        Trace odd = odd();
        return Stream.of(
                        new Case("group", filter("odd-group", 0)),
                        new Case("thread", filter("odd-thread", 1)),
                        new Case("run", filter("odd-run", 2)),
                        new Case("correlation id", filter("odd-correlation", 3)),
                        new Case("provider", filter("anthropic", 4)),
                        new Case("model", filter("odd-model", 5)),
                        new Case("key", filter("odd-key", 6)),
                        new Case("status", numbers(418, null, null)),
                        new Case("least tokens", numbers(null, 1_000_000L, null)),
                        new Case("from", times(odd.timestamp(), null)),
                        new Case("all at once", everything(odd)))
                .map(testCase -> DynamicTest.dynamicTest(testCase.name(), () -> {
                    store.clear();
                    store.sink().save(List.of(Samples.trace(), odd, Samples.trace()));
                    assertThat(ids(testCase.filter())).containsExactly(odd.id());
                }));
    }

    private record Case(String name, TraceFilter filter) {}

    @Test
    void boundsAreInclusive() {
        Instant noon = Instant.parse("2026-11-20T12:00:00Z");
        List<Trace> traces = Stream.of(noon.minusNanos(1000), noon, noon.plusNanos(500_000_000), noon.plusSeconds(1))
                .map(time -> Samples.trace(Samples.newId(), time))
                .toList();
        store.sink().save(traces);
        assertThat(ids(times(noon, noon))).containsExactly(traces.get(1).id());
        assertThat(ids(times(noon, noon.plusNanos(999_999_999))))
                .containsExactly(traces.get(2).id(), traces.get(1).id());
        assertThat(ids(times(noon.plusNanos(1), noon.plusSeconds(1))))
                .containsExactly(traces.get(3).id(), traces.get(2).id());
        assertThat(ids(numbers(null, 165L, 165L))).hasSize(4);
        assertThat(ids(numbers(null, null, 164L))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 7, 50, 200})
    void pagesOverEqualTimesWithoutGapsOrRepeats(int limit) {
        List<Trace> traces = IntStream.range(0, 60)
                .mapToObj(i -> Samples.trace(
                        Samples.newId(), Samples.FINISHED.plusNanos(i / 20 * 100_000_000L + i / 30 * 50_000L)))
                .toList();
        store.sink().save(traces);
        assertThat(pages(limit))
                .containsExactlyElementsOf(traces.stream()
                        .sorted(Comparator.comparing(Trace::createdAt)
                                .thenComparing(Trace::id)
                                .reversed())
                        .map(Trace::id)
                        .toList());
    }

    /** Behind more calls than are looked at along time, so that the model's index leads; several of them at once. */
    @ParameterizedTest
    @ValueSource(ints = {7, 200})
    void pagesOverWhatIsOfLongAgoWithoutGapsOrRepeats(int limit) {
        RequestPart old = new RequestPart("anthropic", "retired-model", "POST", "/", "", Body.NONE);
        List<Trace> traces = IntStream.range(0, 400)
                .mapToObj(i -> Samples.with(
                        old,
                        Samples.trace(
                                String.format(Locale.ROOT, "%08x%024x", i * 0x9E3779B9, i),
                                Samples.FINISHED.plusNanos(i * 7 % 400 / 3 * 13_370_000L))))
                .toList();
        store.sink().save(traces);
        for (int hour = 1; hour <= 3; hour++) {
            store.sink().save(traces(PageSearch.NEAR / 2, Samples.FINISHED.plusSeconds(3_600L * hour)));
        }
        TraceFilter retired =
                new TraceFilter(null, null, null, null, null, "retired-model", null, null, null, null, null, null);
        List<String> expected = traces.stream()
                .sorted(Comparator.comparing(Trace::createdAt)
                        .thenComparing(Trace::id)
                        .reversed())
                .map(Trace::id)
                .toList();
        assertThat(pages(retired, limit)).containsExactlyElementsOf(expected);
    }

    @Test
    void staysOnItsPageWhileNewRowsArrive() {
        List<Trace> old = traces(6, Samples.FINISHED);
        store.sink().save(old);
        TracePage first = store.reader().list(ALL, TraceFilter.ANY, null, 3);
        store.sink().save(traces(5, Samples.FINISHED.plusSeconds(60)));
        TracePage second = store.reader().list(ALL, TraceFilter.ANY, first.next(), 3);
        assertThat(Stream.of(first, second)
                        .flatMap(page -> page.items().stream().map(TraceSummary::id)))
                .containsExactlyInAnyOrderElementsOf(old.stream().map(Trace::id).toList());
        assertThat(second.next()).isNull();
    }

    @Test
    void showsATenantItsOwnRowsOnly() {
        Tenant one = Tenant.of("acme", "a");
        Tenant sameOrg = Tenant.of("acme", "b");
        Tenant sameWorkspace = Tenant.of("other", "a");
        List<Trace> traces =
                Stream.of(one, sameOrg, sameWorkspace).map(Samples::of).toList();
        store.sink().save(traces);
        for (Trace own : traces) {
            TenantScope scope = TenantScope.of(own.tenant());
            assertThat(store.reader().list(scope, TraceFilter.ANY, null, 50).items())
                    .extracting(TraceSummary::id)
                    .containsExactly(own.id());
            assertThat(store.reader().count(scope)).isOne();
            assertThat(traces)
                    .allSatisfy(any -> assertThat(
                                    store.reader().find(scope, any.id()).isPresent())
                            .isEqualTo(any.equals(own)));
        }
        assertThat(store.reader().count(ALL)).isEqualTo(3);
    }

    @Test
    void refusesPagesOfNoOrTooManyRows() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> store.reader().list(ALL, TraceFilter.ANY, null, 0))
                .withMessage("a page holds 1 to 200 traces, not 0");
        assertThatIllegalArgumentException().isThrownBy(() -> store.reader().list(ALL, TraceFilter.ANY, null, 201));
    }

    @Test
    void readsADeepPageFromTheIndex() throws SQLException {
        store.sink().save(traces(4_000, Samples.FINISHED));
        store.execute("ANALYZE");
        TraceCursor deep = new TraceCursor(Samples.FINISHED.plusSeconds(300), "f");
        Walk alongTime = new Walk(dialect(), null, Order.TIME, true, Walk.Span.ALL);
        for (TenantScope scope : List.of(ALL, TenantScope.of(Tenant.DEFAULT))) {
            assertThat(plan(TraceQuery.page(alongTime, scope, TraceFilter.ANY, deep, 50)))
                    .satisfies(this::isAnIndexSearchThatStartsAtTheCursor);
        }
    }

    @Test
    void readsRowsOfTheOlderProgram() throws SQLException {
        store.execute("INSERT INTO traces (id, timestamp, provider, model, request_method, request_path,"
                + " response_status, input_tokens, output_tokens, total_tokens, latency_ms, estimated_cost_usd, metadata,"
                + " created_at) VALUES ('old', " + legacyTime("2026-11-20 20:51:42.155")
                + ", 'openai', 'gpt-4o', 'POST', '/v1',"
                + " 200, 9, 12, 21, 15, 0.0002, '{\"correlation_id\": \"corr-old\", \"lineage_thread_id\": \"t-old\","
                + " \"lineage_run_id\": \"r-old\", \"lineage_checkpoint_seq\": 4}', "
                + legacyTime("2026-11-20 20:51:42.155") + ")");
        Trace old = store.reader().find(ALL, "old").orElseThrow();
        assertThat(old.timestamp()).isEqualTo(Instant.parse("2026-11-20T20:51:42.155Z"));
        assertThat(old.usage())
                .isEqualTo(new TokenUsage(
                        new StatedUsage(9L, 12L, 21L, null, null, null),
                        new NormalizedUsage(9, 0, 0, 0, 12),
                        UsageSource.PROVIDER,
                        UsageKind.BILLED));
        assertThat(old.cost()).isEqualTo(new Cost.Priced(200_000, "legacy"));
        assertThat(old.lineage()).isEqualTo(new Lineage(null, "t-old", "r-old", null, 4L));
        assertThat(old.caller()).isEqualTo(new Caller("", "", "corr-old"));
        assertThat(old.response().completion()).isEqualTo(Completion.COMPLETE);
        assertThat(old.request().body()).isEqualTo(Body.NONE);
        assertThat(old.request().headersJson()).isEmpty();
        assertThat(store.reader().list(ALL, TraceFilter.ANY, null, 5).items())
                .singleElement()
                .satisfies(row -> assertThat(row.estimatedCostUsd()).isEqualTo(0.0002));
    }

    @Test
    void takesACostOfZeroOfTheOlderProgramForUnpriced() throws SQLException {
        store.execute("INSERT INTO traces (id, timestamp, provider, model, request_method, request_path,"
                + " estimated_cost_usd) VALUES ('old', " + legacyTime("2026-11-20 20:51:42")
                + ", 'p', 'm', 'POST', '/', 0)");
        Trace old = store.reader().find(ALL, "old").orElseThrow();
        assertThat(old.cost()).isEqualTo(Cost.unpriced());
        assertThat(old.usage()).isEqualTo(TokenUsage.NONE);
    }

    abstract SqlDialect dialect();

    /** A UTC time as a literal of the form the older program stored. */
    private String legacyTime(String time) {
        return driver == StorageDriver.SQLITE ? "'" + time + " +0000 UTC'" : "'" + time + "+00'";
    }

    /** The steps of a query's plan, as the database words them. */
    abstract String plan(TraceQuery query) throws SQLException;

    abstract void isAnIndexSearchThatStartsAtTheCursor(String plan);

    private List<String> pages(int limit) {
        return pages(TraceFilter.ANY, limit);
    }

    private List<String> pages(TraceFilter filter, int limit) {
        List<String> ids = new ArrayList<>();
        TraceCursor next = null;
        do {
            TracePage page = store.reader().list(ALL, filter, next, limit);
            assertThat(page.items()).hasSizeLessThanOrEqualTo(limit);
            page.items().forEach(row -> ids.add(row.id()));
            next = page.next();
        } while (next != null);
        return ids;
    }

    private List<String> ids(TraceFilter filter) {
        return store.reader().list(ALL, filter, null, 50).items().stream()
                .map(TraceSummary::id)
                .toList();
    }

    /** Ids rise with time, as a UUIDv7 does: that is what lies on disk, and what a planner reckons with. */
    private static List<Trace> traces(int count, Instant from) {
        return IntStream.range(0, count)
                .mapToObj(i -> Samples.trace(
                        String.format(Locale.ROOT, "%016x%016x", from.getEpochSecond() + i, i), from.plusSeconds(i)))
                .toList();
    }

    /** Differs from the canonical trace in everything a filter looks at. */
    private static Trace odd() {
        return Samples.with(
                new TokenUsage(
                        new StatedUsage(1_000_000L, 5L, null, null, null, null),
                        new NormalizedUsage(1_000_000, 0, 0, 0, 5),
                        UsageSource.PROVIDER,
                        UsageKind.BILLED),
                Cost.unpriced(),
                Samples.with(
                        new Lineage("odd-group", "odd-thread", "odd-run", null, null),
                        new Caller("odd-key", "", "odd-correlation"),
                        Samples.with(
                                new ResponsePart(418, null, null, null, Completion.COMPLETE, "", Body.NONE),
                                Samples.with(
                                        new RequestPart("anthropic", "odd-model", "POST", "/", "", Body.NONE),
                                        Samples.trace(Samples.newId(), Samples.FINISHED.plusSeconds(9))))));
    }

    private static TraceFilter filter(String value, int place) {
        @Nullable String[] texts = new @Nullable String[7];
        texts[place] = value;
        return new TraceFilter(
                texts[0], texts[1], texts[2], texts[3], texts[4], texts[5], texts[6], null, null, null, null, null);
    }

    private static TraceFilter numbers(@Nullable Integer status, @Nullable Long least, @Nullable Long most) {
        return new TraceFilter(null, null, null, null, null, null, null, status, least, most, null, null);
    }

    private static TraceFilter times(@Nullable Instant from, @Nullable Instant to) {
        return new TraceFilter(null, null, null, null, null, null, null, null, null, null, from, to);
    }

    private static TraceFilter everything(Trace odd) {
        return new TraceFilter(
                "odd-group",
                "odd-thread",
                "odd-run",
                "odd-correlation",
                "anthropic",
                "odd-model",
                "odd-key",
                418,
                1L,
                2_000_000L,
                odd.timestamp(),
                odd.timestamp());
    }
}
