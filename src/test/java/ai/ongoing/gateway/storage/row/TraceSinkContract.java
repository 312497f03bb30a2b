package ai.ongoing.gateway.storage.row;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import ai.ongoing.gateway.config.StorageDriver;
import ai.ongoing.gateway.pricing.Cost;
import ai.ongoing.gateway.provider.NormalizedUsage;
import ai.ongoing.gateway.provider.StatedUsage;
import ai.ongoing.gateway.provider.TokenUsage;
import ai.ongoing.gateway.provider.UsageKind;
import ai.ongoing.gateway.provider.UsageSource;
import ai.ongoing.gateway.storage.StorageStatus.TraceCount;
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
import ai.ongoing.gateway.trace.TraceStoreException;
import ai.ongoing.gateway.trace.TraceStoreException.Failure;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import tools.jackson.databind.json.JsonMapper;

/** What every sink promises. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class TraceSinkContract {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final StorageDriver driver;
    private TestStore store;

    @SuppressWarnings("NullAway.Init")
    TraceSinkContract(StorageDriver driver) {
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

    @Test
    void keepsEveryField() {
        Trace trace = Samples.trace();
        save(trace);
        assertThat(normalized(found(trace.id()))).isEqualTo(normalized(trace));
    }

    @Test
    void keepsWhatIsAbsentAbsent() {
        Trace bare = Samples.with(
                new TokenUsage(StatedUsage.NONE, NormalizedUsage.ZERO, UsageSource.NONE, UsageKind.NONE),
                Cost.unpriced(),
                Samples.with(
                        new ResponsePart(502, null, null, "upstream", Completion.UPSTREAM_ERROR, "", Body.NONE),
                        Samples.with(
                                new RequestPart("", "", "", "", "", Body.NONE),
                                Samples.with(Lineage.NONE, new Caller("", "", ""), Samples.trace()))));
        Trace trace = new Trace(
                bare.id(),
                bare.tenant(),
                bare.timestamp(),
                bare.createdAt(),
                bare.request(),
                bare.response(),
                bare.timing(),
                bare.usage(),
                bare.cost(),
                bare.lineage(),
                bare.caller(),
                "");
        save(trace);
        assertThat(found(trace.id())).isEqualTo(trace);
    }

    @Test
    void tellsAStatedZeroFromNothingStated() {
        Trace trace = Samples.with(
                new TokenUsage(
                        new StatedUsage(0L, null, null, 0L, null, null),
                        NormalizedUsage.ZERO,
                        UsageSource.PARTIAL,
                        UsageKind.RESTATED),
                Cost.unpriced(),
                Samples.trace());
        save(trace);
        assertThat(found(trace.id()).usage()).isEqualTo(trace.usage());
    }

    @Test
    void storesExactNanoDollarsBesideTheInheritedDollars() throws SQLException {
        Trace priced = Samples.with(Samples.usage(), new Cost.Priced(1, "p"), Samples.trace());
        Trace free = Samples.with(Samples.usage(), new Cost.Priced(0, "p"), Samples.trace());
        Trace unpriced = Samples.with(Samples.usage(), Cost.unpriced(), Samples.trace());
        save(priced, free, unpriced);
        assertThat(found(priced.id()).cost()).isEqualTo(new Cost.Priced(1, "p"));
        assertThat(found(free.id()).cost()).isEqualTo(new Cost.Priced(0, "p"));
        assertThat(found(unpriced.id()).cost()).isEqualTo(Cost.unpriced());
        assertThat(column("estimated_cost_usd", priced.id())).asDouble().isEqualTo(1e-9);
        assertThat(column("estimated_cost_usd", unpriced.id())).isNull();
    }

    @Test
    void leavesARowThatIsThereAsItIs() {
        Trace first = Samples.trace();
        save(first);
        save(Samples.with(Lineage.NONE, new Caller("other", "other", "other"), first));
        assertThat(found(first.id()).caller()).isEqualTo(first.caller());
    }

    @Test
    void storesATraceThatIsTwiceInABatchOnce() {
        Trace trace = Samples.trace();
        save(trace, Samples.trace(), trace);
        assertThat(store.reader().count(TenantScope.operator())).isEqualTo(2);
    }

    @Test
    void storesOneBatchOfManyTenants() {
        List<Trace> traces = IntStream.range(0, 60)
                .mapToObj(i -> Samples.of(Tenant.of("org-" + i % 7, "ws-" + i % 3)))
                .toList();
        store.sink().save(traces);
        assertThat(traces)
                .allSatisfy(trace -> assertThat(store.reader().find(TenantScope.of(trace.tenant()), trace.id()))
                        .isPresent());
    }

    @Test
    void keepsEveryLetterOfEveryScript() {
        String letters = "Grüße 東京 🚀 \u202Eabc \uFEFF\t\r\n\"\\' \u0001 %_;--";
        Trace trace = Samples.with(
                new RequestPart("openai", letters, "POST", "/" + letters, "", Body.text(letters)), Samples.trace());
        save(trace);
        assertThat(found(trace.id()).request()).isEqualTo(trace.request());
    }

    @Test
    void cutsWhatNoIndexTakesAndNoPairInTwo() {
        Trace wide = ofModel("é".repeat(2_000));
        Trace paired = ofModel("a".repeat(511) + "\uD83D\uDE80");
        save(wide, paired);
        assertThat(found(wide.id()).request().model()).isEqualTo("é".repeat(512));
        assertThat(found(paired.id()).request().model()).isEqualTo("a".repeat(511));
    }

    private static Trace ofModel(String model) {
        return Samples.with(new RequestPart("openai", model, "POST", "/", "", Body.NONE), Samples.trace());
    }

    @Test
    void replacesWhatNoTextColumnHoldsInsteadOfLosingTheBatch() {
        Trace strange = Samples.with(
                new RequestPart(
                        "open\0ai",
                        "m\0\uD800",
                        "POST",
                        "/a\0b",
                        "{\"A\": [\"x\\u0000y \\\\u0000 \\ud83d\\ude80 \\ud83d\"]}",
                        Body.text("b\0")),
                Samples.trace());
        Trace neighbour = Samples.trace();
        save(strange, neighbour);
        RequestPart request = found(strange.id()).request();
        assertThat(request.provider()).isEqualTo("open\uFFFDai");
        assertThat(request.model()).isEqualTo("m\uFFFD\uFFFD");
        assertThat(request.path()).isEqualTo("/a\uFFFDb");
        assertThat(request.body().text()).isEqualTo("b\uFFFD");
        assertThat(JSON.readTree(request.headersJson()).at("/A/0").stringValue())
                .isEqualTo("x\uFFFDy \\u0000 \uD83D\uDE80 \uFFFD");
        assertThat(found(neighbour.id())).isNotNull();
    }

    @Test
    void keepsVeryLongTextAndCutsOnlyWhatAnIndexHolds() {
        String noise = noise(200_000);
        Trace trace = Samples.with(
                new Lineage(noise, noise, noise, null, null),
                new Caller(noise, noise, noise),
                Samples.with(
                        new RequestPart("openai", noise, "POST", "/" + noise, "", Body.text(noise)), Samples.trace()));
        save(trace);
        Trace found = found(trace.id());
        assertThat(found.request().path()).isEqualTo("/" + noise);
        assertThat(found.request().body().text()).isEqualTo(noise);
        assertThat(found.request().model()).isEqualTo(noise.substring(0, StoredText.INDEXED_LENGTH));
        assertThat(found.caller().correlationId()).isEqualTo(noise.substring(0, StoredText.INDEXED_LENGTH));
    }

    @Test
    void keepsTokenCountsBeyondTheInheritedColumns() {
        long many = 5_000_000_000L;
        TokenUsage usage = new TokenUsage(
                new StatedUsage(many, 1L, many + 1, null, null, null),
                new NormalizedUsage(many, 0, 0, 0, 1),
                UsageSource.PROVIDER,
                UsageKind.BILLED);
        Trace trace = Samples.with(usage, Cost.unpriced(), Samples.trace());
        save(trace);
        assertThat(found(trace.id()).usage()).isEqualTo(usage);
    }

    @Test
    void keepsMicroseconds() {
        for (String time : List.of("2026-11-20T20:51:42Z", "2026-11-20T20:51:42.5Z", "2026-11-20T20:51:42.000001Z")) {
            Trace trace = Samples.trace(Samples.newId(), Instant.parse(time));
            save(trace);
            assertThat(found(trace.id()).timestamp()).isEqualTo(Instant.parse(time));
        }
    }

    @Test
    void storesFiveThousandRowsInOneBatch() {
        List<Trace> traces =
                IntStream.range(0, 5_000).mapToObj(i -> Samples.trace()).toList();
        store.sink().save(traces);
        assertThat(store.reader().count(TenantScope.operator())).isEqualTo(5_000);
    }

    @Test
    void storesEveryRowOfConcurrentBatchesThatOverlap() throws Exception {
        List<Trace> shared =
                IntStream.range(0, 100).mapToObj(i -> Samples.trace()).toList();
        CountDownLatch start = new CountDownLatch(1);
        try (ExecutorService threads = Executors.newFixedThreadPool(6)) {
            List<Future<?>> saves = new ArrayList<>();
            for (int i = 0; i < 6; i++) {
                List<Trace> batch = new ArrayList<>(shared);
                batch.add(Samples.trace());
                Collections.shuffle(batch, new Random(i));
                saves.add(threads.submit(() -> {
                    start.await();
                    store.sink().save(batch);
                    return null;
                }));
            }
            start.countDown();
            for (Future<?> save : saves) {
                save.get();
            }
        }
        assertThat(store.reader().count(TenantScope.operator())).isEqualTo(106);
    }

    @Test
    void storesNothingOfABatchThatBreaksARuleAndSaysSo() throws SQLException {
        Trace good = Samples.trace();
        Trace bad = Samples.with(
                new ResponsePart(999, null, null, null, Completion.COMPLETE, "", Body.NONE), Samples.trace());
        store.execute(refusing999());
        try {
            assertThatExceptionOfType(TraceStoreException.class)
                    .isThrownBy(() -> save(good, bad))
                    .satisfies(e -> assertThat(e.failure()).isEqualTo(Failure.CONSTRAINT));
            assertThat(store.reader().count(TenantScope.operator())).isZero();
            save(good); // row by row, as the writer does it, the good one is kept
            assertThat(store.reader().count(TenantScope.operator())).isOne();
        } finally {
            store.execute(acceptingAgain());
        }
    }

    @Test
    void countsWhatIsNewAndNotWhatWasThere() {
        long before = store.gateway().status().traceCount().value();
        Trace trace = Samples.trace();
        save(trace, Samples.trace());
        save(trace);
        assertThat(store.gateway().status().traceCount().value() - before).isEqualTo(2);
        store.gateway().countTraces();
        assertThat(store.gateway().status().traceCount()).isEqualTo(new TraceCount(2, true));
        save(Samples.trace());
        assertThat(store.gateway().status().traceCount()).isEqualTo(new TraceCount(3, true));
    }

    /** SQL that makes the table refuse rows with status 999. */
    abstract String refusing999();

    abstract String acceptingAgain();

    TestStore store() {
        return store;
    }

    private void save(Trace... traces) {
        store.sink().save(List.of(traces));
    }

    private Trace found(String id) {
        return store.reader().find(TenantScope.operator(), id).orElseThrow();
    }

    private @org.jspecify.annotations.Nullable String column(String name, String id) throws SQLException {
        try (Connection connection = store.connect();
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            if (driver == StorageDriver.POSTGRES) {
                statement.execute("SET LOCAL ongoingai.scope = 'operator'");
            }
            try (ResultSet row =
                    statement.executeQuery("SELECT CAST(" + name + " AS TEXT) FROM traces WHERE id = '" + id + "'")) {
                row.next();
                return row.getString(1);
            }
        }
    }

    /** jsonb keeps the value of a document, not its spelling. */
    private static List<Object> normalized(Trace trace) {
        return List.of(
                Samples.with(trace.lineage(), trace.caller(), trace).timing(),
                trace.id(),
                trace.tenant(),
                trace.timestamp(),
                trace.createdAt(),
                trace.request().provider(),
                trace.request().model(),
                trace.request().method(),
                trace.request().path(),
                JSON.readTree(trace.request().headersJson()),
                trace.request().body(),
                trace.response().status(),
                String.valueOf(trace.response().model()),
                String.valueOf(trace.response().finishReason()),
                String.valueOf(trace.response().errorType()),
                trace.response().completion(),
                JSON.readTree(trace.response().headersJson()),
                trace.response().body(),
                trace.usage(),
                trace.cost(),
                trace.lineage(),
                trace.caller(),
                JSON.readTree(trace.metadataJson()));
    }

    /** Text that no compression makes short: an index entry of it would be refused. */
    private static String noise(int length) {
        Random random = new Random(7);
        StringBuilder text = new StringBuilder(length);
        while (text.length() < length) {
            text.append((char) ('\u4e00' + random.nextInt(20_000)));
        }
        return text.toString();
    }
}
