package ai.ongoing.gateway.storage.row;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import ai.ongoing.gateway.config.StorageDriver;
import ai.ongoing.gateway.tenant.Tenant;
import ai.ongoing.gateway.tenant.TenantScope;
import ai.ongoing.gateway.testkit.Samples;
import ai.ongoing.gateway.testkit.TestStore;
import ai.ongoing.gateway.trace.Trace;
import ai.ongoing.gateway.trace.TraceFilter;
import ai.ongoing.gateway.trace.TraceSummary;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What keeps tenants apart on every backend, whatever a tenant calls itself. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class TenantIsolationContract {

    static final Tenant ACME = Tenant.of("acme", "prod");
    static final Tenant OTHER = Tenant.of("other", "prod");

    private final StorageDriver driver;
    private TestStore store;

    @SuppressWarnings("NullAway.Init")
    TenantIsolationContract(StorageDriver driver) {
        this.driver = driver;
    }

    @BeforeAll
    void open() {
        store = TestStore.open(driver);
        store.sink().save(IntStream.range(0, 20).mapToObj(i -> Samples.of(ACME)).toList());
        store.sink()
                .save(IntStream.range(0, 30).mapToObj(i -> Samples.of(OTHER)).toList());
    }

    @AfterAll
    void close() {
        store.close();
    }

    TestStore store() {
        return store;
    }

    static Stream<String> hostileNames() {
        return Stream.of(
                "' OR true --",
                "acme' OR '1'='1",
                "ACME",
                "acme ",
                "%",
                "*",
                "default",
                "\"; DROP TABLE traces; --",
                "ac\u0301me");
    }

    @ParameterizedTest
    @MethodSource("hostileNames")
    void showsNothingToATenantOfAHostileName(String name) {
        for (Tenant tenant : List.of(Tenant.of(name, "prod"), Tenant.of("acme", name), Tenant.of(name, name))) {
            TenantScope scope = TenantScope.of(tenant);
            assertThat(store.reader().count(scope)).isZero();
            assertThat(store.reader().list(scope, TraceFilter.ANY, null, 200).items())
                    .isEmpty();
        }
        assertThat(store.reader().count(TenantScope.operator())).isGreaterThanOrEqualTo(50);
    }

    @ParameterizedTest
    @ValueSource(strings = {"acme\0", "acme\uD800", " ", ""})
    void knowsNoTenantOfANameThatIsStoredOtherwise(String name) {
        assertThatIllegalArgumentException().isThrownBy(() -> Tenant.of(name, "prod"));
        assertThatIllegalArgumentException().isThrownBy(() -> Tenant.of("acme", name));
    }

    @Test
    void neverShowsATraceOfAnotherTenantById() {
        Trace secret = Samples.of(OTHER);
        store.sink().save(List.of(secret));
        assertThat(store.reader().find(TenantScope.of(ACME), secret.id())).isEmpty();
        assertThat(store.reader().find(TenantScope.of(OTHER), secret.id())).isPresent();
    }

    /** Two hundred readers over few connections: a scope that outlived its transaction would show itself here. */
    @Test
    void neverMixesScopesOfReadersThatShareConnections() throws Exception {
        long others = store.reader().count(TenantScope.of(OTHER));
        try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
            List<Callable<Long>> reads = IntStream.range(0, 200)
                    .<Callable<Long>>mapToObj(i -> () -> switch (i % 4) {
                        case 0 -> store.reader().count(TenantScope.of(ACME)) - 20;
                        case 1 -> store.reader().count(TenantScope.of(OTHER)) - others;
                        case 2 -> store.reader().count(TenantScope.of(Tenant.of("nobody", "x")));
                        default -> store.reader().count(TenantScope.operator()) - 20 - others;
                    })
                    .toList();
            for (Future<Long> read : threads.invokeAll(reads)) {
                assertThat(read.get()).isZero();
            }
        }
    }

    @Test
    void listsEachTenantItsOwn() {
        assertThat(store.reader()
                        .list(TenantScope.of(ACME), TraceFilter.ANY, null, 200)
                        .items())
                .hasSize(20)
                .extracting(TraceSummary::provider)
                .containsOnly("openai");
    }
}
