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

    /** More than {@link Walk#FEW}, so that there are values that many calls have. */
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
        for (TraceFilter filter : List.of(TraceFilter.ANY, provider("openai"), status(200))) {
            assertThat(plan(ALL, filter)).contains("idx_traces_created_at").satisfies(this::readsAPartInOrder);
        }
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
        assertThat(plan(ALL, provider(ManyCalls.RARE_PROVIDER))).contains("idx_traces_by_provider");
        assertThat(plan(ALL, tokens(ManyCalls.MANY_TOKENS))).contains("idx_traces_total_tokens");
        assertThat(plan(ALL, status(418))).contains("idx_traces_unusual_status");
    }

    /** A page may never be full of what is asked for together, so more is read and sorted than for one value. */
    @Test
    void goesAlongTheFewestOfWhatIsAskedForTogether() throws SQLException {
        assertThat(plan(ALL, both("anthropic", null, null))).contains("idx_traces_created_at");
        assertThat(plan(ALL, both("anthropic", null, 200))).contains("idx_traces_by_provider");
        assertThat(plan(ALL, both("anthropic", "model-3", null)))
                .contains("idx_traces_by_model")
                .doesNotContain("idx_traces_by_provider");
        assertThat(plan(ALL, both("openai", ManyCalls.RARE_MODEL, 200))).contains("idx_traces_by_model");
    }

    @Test
    void goesAlongATenantsTimeUnlessFewerHaveTheValue() throws SQLException {
        TenantScope tenant = TenantScope.of(Tenant.of("org-7", "main"));
        assertThat(plan(tenant, both(null, "model-3", null)))
                .contains("idx_traces_tenant_created_at")
                .doesNotContain("idx_traces_by_model");
        assertThat(plan(tenant, status(429))).contains("idx_traces_tenant_created_at");
        assertThat(plan(tenant, status(418))).contains("idx_traces_unusual_status");
        assertThat(plan(tenant, both(null, ManyCalls.RARE_MODEL, null))).contains("idx_traces_by_model");
    }

    @Test
    void walksAnUnusualStatusInOrderWhateverElseIsAskedFor() throws SQLException {
        assertThat(plan(ALL, both("openai", null, 429)))
                .contains("idx_traces_unusual_status")
                .satisfies(this::readsAPartInOrder);
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
        for (TraceFilter filter : List.of(both(null, "model-3", 200), key("key-7"), status(429), tokens(3_900))) {
            for (TenantScope scope : List.of(ALL, tenant)) {
                List<String> pages = pages(scope, filter, 7);
                assertThat(pages).doesNotHaveDuplicates().hasSize(counted(scope, filter));
                assertThat(pages).isEqualTo(pages(scope, filter, 200));
            }
        }
    }

    /** A value that more calls have than are worth sorting is left to a planner that can combine indexes. */
    @Test
    void leavesWhatNobodyCountedToAPlannerThatKnows() throws SQLException {
        boolean planned = dialect.knowsItsRows();
        TraceFilter run = new TraceFilter(
                null, null, "nightly", null, null, ManyCalls.RARE_MODEL, null, null, null, null, null, null);
        assertThat(sql(run).contains("length(model)")).isEqualTo(planned);
        assertThat(sql(both("openai", null, 200)).contains("length(provider)")).isEqualTo(planned);
        assertThat(sql(both("openai", ManyCalls.RARE_MODEL, 200))).doesNotContain("length(provider)");
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
    void startsInAShortRangeOfTimeWhateverElseIsAskedFor() throws SQLException {
        TraceFilter hour = new TraceFilter(
                null, null, null, null, "anthropic", "model-3", null, null, null, null, moment(9_000), moment(12_600));
        assertThat(plan(ALL, hour)).contains("idx_traces_created_at").satisfies(this::readsAPartInOrder);
    }

    /** A moment as a literal of the backend. */
    abstract String literal(int second);

    abstract String explain();

    /** From an index, in its order, and no more of it than the page takes. */
    abstract void readsAPartInOrder(String plan);

    private TestStore store() {
        return Objects.requireNonNull(store);
    }

    private String plan(TenantScope scope, TraceFilter filter) throws SQLException {
        return plan(store(), scope, filter);
    }

    String plan(TestStore asked, TenantScope scope, TraceFilter filter) throws SQLException {
        try (Connection connection = asked.connect()) {
            TraceQuery query = query(connection, scope, filter);
            return explained(connection, query.sql(), query.parameters());
        }
    }

    /** A list's query, the connection left in the scope that it is to be asked in. */
    TraceQuery query(Connection connection, TenantScope scope, TraceFilter filter) throws SQLException {
        connection.setAutoCommit(false);
        RowScope.of(scope).enter(connection, dialect, Duration.ofSeconds(30));
        JdbcClient client = JdbcClient.create(new SingleConnectionDataSource(connection, true));
        return TraceQuery.page(Walk.choose(dialect, scope, filter, client), scope, filter, DEEP, 50);
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

    private static TraceFilter provider(String name) {
        return new TraceFilter(null, null, null, null, name, null, null, null, null, null, null, null);
    }

    static TraceFilter status(int status) {
        return new TraceFilter(null, null, null, null, null, null, null, status, null, null, null, null);
    }

    private static TraceFilter key(String hash) {
        return new TraceFilter(null, null, null, null, null, null, hash, null, null, null, null, null);
    }

    private static TraceFilter both(@Nullable String provider, @Nullable String model, @Nullable Integer status) {
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
}
