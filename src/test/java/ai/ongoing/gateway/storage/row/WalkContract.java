package ai.ongoing.gateway.storage.row;

import static org.assertj.core.api.Assertions.assertThat;

import ai.ongoing.gateway.bench.store.ManyCalls;
import ai.ongoing.gateway.config.StorageDriver;
import ai.ongoing.gateway.tenant.Tenant;
import ai.ongoing.gateway.tenant.TenantScope;
import ai.ongoing.gateway.testkit.TestStore;
import ai.ongoing.gateway.trace.TraceCursor;
import ai.ongoing.gateway.trace.TraceFilter;
import ai.ongoing.gateway.trace.TracePage;
import ai.ongoing.gateway.trace.TraceSummary;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

/** Which index a list is read along, and that no plan reads or sorts everything. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class WalkContract {

    /** More than {@link PageSearch#FEW}, so that there are values that many calls have. */
    private static final int CALLS = 40_000;

    private static final TenantScope ALL = TenantScope.operator();
    private static final Instant BEGIN = ManyCalls.BEGIN;
    private static final TraceCursor DEEP = new TraceCursor(BEGIN.plusSeconds(20_000), "f");

    private final StorageDriver driver;
    private final SqlDialect dialect;
    private @Nullable TestStore store;

    WalkContract(StorageDriver driver, SqlDialect dialect) {
        this.driver = driver;
        this.dialect = dialect;
    }

    @BeforeAll
    void fill() throws SQLException {
        store = TestStore.open(driver);
        ManyCalls.fill(store, driver, CALLS);
    }

    @AfterAll
    void close() {
        store().close();
    }

    @Test
    void walksAlongTimeForWhatManyCallsHave() throws SQLException {
        for (TraceFilter filter : List.of(TraceFilter.ANY, status(200))) {
            assertThat(plan(ALL, filter)).contains("idx_traces_created_at").satisfies(this::readsAPartInOrder);
        }
    }

    /** Along its own calls in their order, however many there are: nobody knows whether they are of long ago. */
    @Test
    void walksAlongTheTimeOfAValue() throws SQLException {
        for (TraceFilter filter : List.of(provider("openai"), both("openai", null, 200))) {
            assertThat(plan(ALL, filter))
                    .contains("idx_traces_provider_created_at")
                    .satisfies(this::readsAPartInOrder)
                    .satisfies(this::beginsAtThePage);
        }
        for (String model : List.of("model-3", ManyCalls.OLD_MODEL)) {
            assertThat(plan(ALL, both(null, model, null)))
                    .contains("idx_traces_model_created_at")
                    .doesNotContain("SCAN traces")
                    .doesNotContain("Seq Scan");
        }
        assertThat(plan(ALL, key("key-7"))).contains("idx_traces_api_key_hash_created_at");
    }

    /** What the nearest calls have is answered from them, and nothing is counted. */
    @Test
    void looksAtTheNearestForWhatIsAskedForTogether() throws SQLException {
        TenantScope tenant = TenantScope.of(Tenant.of("org-7", "main"));
        assertThat(walks(ALL, both("openai", "model-3", null), null))
                .hasSize(1)
                .allMatch(walk -> walk.leading() == null);
        assertThat(walks(tenant, provider("openai"), DEEP)).hasSize(1).allMatch(walk -> walk.leading() == null);
        // A fortieth, so that it takes the longer look.
        assertThat(walks(ALL, both("anthropic", "model-3", null), null))
                .hasSize(2)
                .allMatch(walk -> walk.leading() == null);
        assertThat(walks(ALL, both("openai", ManyCalls.OLD_MODEL, null), null))
                .extracting(Walk::leading)
                .containsExactly(null, "model");
    }

    /** Alone it has an index in the list's order; and what stands behind the bodies is looked for along an index at once. */
    @Test
    void goesStraightAlongAnIndexWhereALookWouldCostMore() throws SQLException {
        assertThat(walks(ALL, both(null, ManyCalls.OLD_MODEL, null), null))
                .extracting(Walk::leading)
                .containsExactly("model");
        assertThat(walks(ALL, status(429), null)).extracting(Walk::leading).containsExactly("response_status");
        assertThat(walks(ALL, both("openai", null, 418), null))
                .extracting(Walk::leading)
                .containsExactly("response_status");
        TraceFilter keyOfATenant = key("key-7");
        assertThat(walks(TenantScope.of(Tenant.of("org-7", "main")), keyOfATenant, null))
                .hasSize(1);
    }

    /** Tokens have no time in their index; as many as may be sorted lead, whatever else is counted no further. */
    @Test
    void sortsWhatHasFewTokensWhereEverythingElseIsMany() throws SQLException {
        TraceFilter few = new TraceFilter(null, null, null, null, "openai", null, null, null, 3_000L, null, null, null);
        assertThat(walks(ALL, few, null)).extracting(Walk::leading).containsExactly("total_tokens");
    }

    /** The ways that a page of fifty is looked for along. */
    private List<Walk> walks(TenantScope scope, TraceFilter filter, @Nullable TraceCursor after) throws SQLException {
        List<Walk> walks = new ArrayList<>();
        try (Connection connection = store().connect()) {
            connection.setAutoCommit(false);
            RowScope.of(scope).enter(connection, dialect, Duration.ofSeconds(30));
            JdbcClient client = JdbcClient.create(new SingleConnectionDataSource(connection, true));
            new PageSearch(dialect, scope, filter, after, client).find(51, walk -> {
                walks.add(walk);
                TraceQuery query = TraceQuery.page(walk, scope, filter, after, 50);
                return client.sql(query.sql())
                        .params(query.parameters())
                        .query((row, number) -> row.getString("id"))
                        .list();
            });
        }
        return walks;
    }

    @Test
    void walksAlongATenantsTime() throws SQLException {
        assertThat(plan(TenantScope.of(Tenant.of("org-7", "main")), provider("openai")))
                .contains("idx_traces_tenant_created_at")
                .doesNotContain("Seq Scan")
                .doesNotContain("SCAN");
    }

    @Test
    void goesStraightToWhatFewCallsHave() throws SQLException {
        assertThat(plan(ALL, provider(ManyCalls.RARE_PROVIDER))).contains("idx_traces_provider_created_at");
        assertThat(plan(ALL, tokens(ManyCalls.MANY_TOKENS))).contains("idx_traces_total_tokens");
        assertThat(plan(ALL, status(418))).contains("idx_traces_unusual_status");
    }

    /** A page may never be full of what is asked for together; then no more is walked than the fewest calls. */
    @Test
    void goesAlongTheFewestOfWhatIsAskedForTogether() throws SQLException {
        assertThat(plan(ALL, both("anthropic", null, 200))).contains("idx_traces_provider_created_at");
        assertThat(plan(ALL, both("anthropic", "model-3", null)))
                .contains("idx_traces_model_created_at")
                .doesNotContain("idx_traces_provider_created_at");
        assertThat(plan(ALL, both("openai", ManyCalls.RARE_MODEL, 200))).contains("idx_traces_model_created_at");
    }

    @Test
    void goesAlongATenantsTimeUnlessFewerHaveTheValue() throws SQLException {
        TenantScope tenant = TenantScope.of(Tenant.of("org-7", "main"));
        assertThat(plan(tenant, both(null, "model-3", null)))
                .contains("idx_traces_tenant_created_at")
                .doesNotContain("idx_traces_model_created_at");
        assertThat(plan(tenant, status(429))).contains("idx_traces_tenant_created_at");
        // A file is asked first where the status ends, and so few of the tenant's calls are as old.
        assertThat(plan(tenant, status(418)))
                .contains(dialect.knowsItsRows() ? "idx_traces_unusual_status" : "idx_traces_tenant_created_at");
        // Sixty of the tenant's, and forty of a model that the newest have.
        store().execute("UPDATE traces SET model = 'few' WHERE id < '" + ManyCalls.id(20_000) + "' AND id > '"
                + ManyCalls.id(19_959) + "'");
        assertThat(plan(tenant, both(null, "few", null))).contains("idx_traces_model_created_at");
    }

    @Test
    void walksAnUnusualStatusInOrderWhateverElseIsAskedFor() throws SQLException {
        assertThat(plan(ALL, both("openai", null, 429)))
                .contains("idx_traces_unusual_status")
                .satisfies(this::readsAPartInOrder);
    }

    /** One in five of a status's calls would be of that provider if they had anything to do with each other; none is. */
    @Test
    void tellsAnUnusualStatusOfOneProviderFromTheIndex() throws SQLException {
        TraceFilter nobody = both("nobody", "model-3", 429);
        assertThat(plan(ALL, both("anthropic", null, 429))).contains("idx_traces_unusual_status_values");
        assertThat(counted(ALL, both("anthropic", null, 429))).isZero();
        assertThat(pages(ALL, both("anthropic", null, 429), 50)).isEmpty();
        assertThat(pages(ALL, nobody, 50)).isEmpty();
        TraceFilter some = both("openai", "model-1", 429);
        assertThat(pages(ALL, some, 7)).hasSize(counted(ALL, some)).isEqualTo(pages(ALL, some, 200));
    }

    @Test
    void startsAnOldRangeOfTimeWhereItEnds() throws SQLException {
        assertThat(explained(store(), ALL, Walk.Span.STRAYS, List.of())).contains("idx_traces_time_strays");
        assertThat(plan(ALL, times(1_000, 9_000)))
                .contains("idx_traces_created_at")
                .satisfies(this::readsAPartInOrder);
    }

    /** A range is paged from where a page begins, not from its own end again. */
    @Test
    void startsAPageOfARangeWhereThePageStarts() throws SQLException {
        TraceFilter older = times(1_000, 30_000);
        assertThat(sql(older)).doesNotContain("created_at <= ");
        assertThat(sql(times(1_000, 19_000))).contains("created_at <= ");
        List<String> pages = pages(ALL, times(1_000, 1_500), 7);
        assertThat(pages).hasSize(501).doesNotHaveDuplicates().isEqualTo(pages(ALL, times(1_000, 1_500), 200));
    }

    @Test
    void findsTheSameCallsWhicheverIndexLeads() throws SQLException {
        assertThat(ids(provider(ManyCalls.RARE_PROVIDER))).containsExactly(ManyCalls.id(49));
        assertThat(ids(tokens(ManyCalls.MANY_TOKENS))).containsExactly(ManyCalls.id(5));
        assertThat(ids(status(418))).containsExactly(ManyCalls.id(9));
        assertThat(ids(times(7, 9))).containsExactly(ManyCalls.id(9), ManyCalls.id(8), ManyCalls.id(7));
        // The older program's two times differ; a range finds its calls as well.
        store().execute("UPDATE traces SET timestamp = " + literal(8) + " WHERE id = '" + ManyCalls.id(39_000) + "'");
        assertThat(ids(times(7, 9)))
                .containsExactly(ManyCalls.id(39_000), ManyCalls.id(9), ManyCalls.id(8), ManyCalls.id(7));
        store().execute("UPDATE traces SET timestamp = created_at WHERE id = '" + ManyCalls.id(39_000) + "'");
    }

    /** A value's index leads, and each page goes on where the last one ended; in a tenant, and where two are of one moment. */
    @Test
    void pagesAlongAValue() throws SQLException {
        TenantScope tenant = TenantScope.of(Tenant.of("org-7", "main"));
        String moment = literal(2_049);
        store().execute("UPDATE traces SET created_at = " + moment + ", timestamp = " + moment + " WHERE id = '"
                + ManyCalls.id(2_050) + "'");
        TraceFilter range = new TraceFilter(
                null, null, null, null, null, "model-3", null, null, null, null, moment(1_003), moment(9_005));
        for (TraceFilter filter : List.of(
                both(null, "model-3", 200),
                key("key-7"),
                status(429),
                tokens(3_900),
                range,
                both("openai", ManyCalls.OLD_MODEL, null),
                provider(ManyCalls.RARE_PROVIDER))) {
            for (TenantScope scope : List.of(ALL, tenant)) {
                List<String> pages = pages(scope, filter, 7);
                assertThat(pages).doesNotHaveDuplicates().hasSize(counted(scope, filter));
                assertThat(pages).isEqualTo(pages(scope, filter, 200));
            }
        }
    }

    /** A run may have any number of calls; a planner that knows is offered the values' indexes beside its own. */
    @Test
    void leavesWhatNobodyCountedToAPlannerThatKnows() throws SQLException {
        boolean planned = dialect.knowsItsRows();
        TraceFilter run = new TraceFilter(
                null, null, "nightly", null, null, ManyCalls.RARE_MODEL, null, null, null, null, null, null);
        String offered = planned ? "length(%s)" : "substr(%s";
        assertThat(sql(run).contains(offered.formatted("model"))).isEqualTo(planned);
        assertThat(sql(both("openai", ManyCalls.RARE_MODEL, 200)))
                .contains(offered.formatted("model"))
                .doesNotContain(offered.formatted("provider"));
    }

    private String sql(TraceFilter filter) throws SQLException {
        try (Connection connection = store().connect()) {
            return query(connection, ALL, filter).sql();
        }
    }

    private List<String> pages(TenantScope scope, TraceFilter filter, int limit) {
        List<String> ids = new ArrayList<>();
        TraceCursor next = null;
        do {
            TracePage page = store().reader().list(scope, filter, next, limit);
            page.items().forEach(row -> ids.add(row.id()));
            next = page.next();
        } while (next != null);
        return ids;
    }

    /** By a count that knows of no index, scope or page. */
    private int counted(TenantScope scope, TraceFilter filter) throws SQLException {
        List<String> conditions = new ArrayList<>(List.of("1 = 1"));
        if (scope instanceof TenantScope.OneTenant(Tenant of)) {
            conditions.add("org_id = '" + of.org().value() + "'");
        }
        if (filter.model() != null) {
            conditions.add("model = '" + filter.model() + "'");
        }
        if (filter.apiKeyHash() != null) {
            conditions.add("api_key_hash = '" + filter.apiKeyHash() + "'");
        }
        if (filter.status() != null) {
            conditions.add("response_status = " + filter.status());
        }
        if (filter.provider() != null) {
            conditions.add("provider = '" + filter.provider() + "'");
        }
        if (filter.from() != null && filter.to() != null) {
            conditions.add(
                    "timestamp BETWEEN " + literal(secondOf(filter.from())) + " AND " + literal(secondOf(filter.to())));
        }
        if (filter.minTokens() != null) {
            conditions.add("total_tokens >= " + filter.minTokens());
        }
        try (Connection connection = store().connect()) {
            connection.setAutoCommit(false);
            RowScope.OPERATOR.enter(connection, dialect, Duration.ofSeconds(30));
            try (Statement statement = connection.createStatement();
                    ResultSet count = statement.executeQuery(
                            "SELECT count(*) FROM traces WHERE " + String.join(" AND ", conditions))) {
                assertThat(count.next()).isTrue();
                return count.getInt(1);
            }
        }
    }

    @Test
    void staysInAShortRangeOfTimeWhateverElseIsAskedFor() throws SQLException {
        TraceFilter hour = new TraceFilter(
                null, null, null, null, "anthropic", "model-3", null, null, null, null, moment(9_000), moment(12_600));
        assertThat(plan(ALL, hour))
                .contains("idx_traces_model_created_at")
                .doesNotContain("SCAN traces")
                .doesNotContain("Seq Scan")
                .containsPattern("<expr>>\\?|GREATEST\\((traces\\.)?created_at\\) >=") // and no further than the hour
                .satisfies(this::beginsAtThePage);
    }

    /** A moment as a literal of the backend. */
    abstract String literal(int second);

    abstract String explain();

    /** From an index, in its order, and no more of it than the page takes. */
    abstract void readsAPartInOrder(String plan);

    /** At the bound that the cursor gives, not at the value's newest call. */
    abstract void beginsAtThePage(String plan);

    private TestStore store() {
        return Objects.requireNonNull(store);
    }

    private String plan(TenantScope scope, TraceFilter filter) throws SQLException {
        return plan(store(), scope, filter);
    }

    String plan(TestStore asked, TenantScope scope, TraceFilter filter) throws SQLException {
        return plan(asked, scope, filter, DEEP);
    }

    String plan(TestStore asked, TenantScope scope, TraceFilter filter, @Nullable TraceCursor after)
            throws SQLException {
        try (Connection connection = asked.connect()) {
            TraceQuery query = query(connection, scope, filter, after);
            return explained(connection, query.sql(), query.parameters());
        }
    }

    /** A list's query, the connection left in the scope that it is to be asked in. */
    TraceQuery query(Connection connection, TenantScope scope, TraceFilter filter) throws SQLException {
        return query(connection, scope, filter, DEEP);
    }

    private TraceQuery query(Connection connection, TenantScope scope, TraceFilter filter, @Nullable TraceCursor after)
            throws SQLException {
        connection.setAutoCommit(false);
        RowScope.of(scope).enter(connection, dialect, Duration.ofSeconds(30));
        JdbcClient client = JdbcClient.create(new SingleConnectionDataSource(connection, true));
        Walk walk = new PageSearch(dialect, scope, filter, after, client).choose(PageSearch.SOME);
        return TraceQuery.page(walk, scope, filter, after, 50);
    }

    private String explained(TestStore asked, TenantScope scope, String sql, List<Object> parameters)
            throws SQLException {
        try (Connection connection = asked.connect()) {
            connection.setAutoCommit(false);
            RowScope.of(scope).enter(connection, dialect, Duration.ofSeconds(30));
            return explained(connection, sql, parameters);
        }
    }

    private String explained(Connection connection, String sql, List<Object> parameters) throws SQLException {
        StringBuilder plan = new StringBuilder();
        try (PreparedStatement explain = connection.prepareStatement(explain() + sql)) {
            for (int i = 0; i < parameters.size(); i++) {
                explain.setObject(i + 1, parameters.get(i));
            }
            try (ResultSet steps = explain.executeQuery()) {
                while (steps.next()) {
                    plan.append(steps.getString(steps.getMetaData().getColumnCount()))
                            .append('\n');
                }
            }
        }
        return plan.toString();
    }

    private List<String> ids(TraceFilter filter) {
        return store().reader().list(ALL, filter, null, 50).items().stream()
                .map(TraceSummary::id)
                .toList();
    }

    static TraceFilter provider(String name) {
        return new TraceFilter(null, null, null, null, name, null, null, null, null, null, null, null);
    }

    static TraceFilter status(int status) {
        return new TraceFilter(null, null, null, null, null, null, null, status, null, null, null, null);
    }

    static TraceFilter key(String hash) {
        return new TraceFilter(null, null, null, null, null, null, hash, null, null, null, null, null);
    }

    static TraceFilter both(@Nullable String provider, @Nullable String model, @Nullable Integer status) {
        return new TraceFilter(null, null, null, null, provider, model, null, status, null, null, null, null);
    }

    private static TraceFilter tokens(long least) {
        return new TraceFilter(null, null, null, null, null, null, null, null, least, null, null, null);
    }

    private static TraceFilter times(int from, int to) {
        return new TraceFilter(null, null, null, null, null, null, null, null, null, null, moment(from), moment(to));
    }

    private static Instant moment(int second) {
        return BEGIN.plusSeconds(second);
    }

    private static int secondOf(Instant moment) {
        return Math.toIntExact(Duration.between(BEGIN, moment).toSeconds());
    }
}
