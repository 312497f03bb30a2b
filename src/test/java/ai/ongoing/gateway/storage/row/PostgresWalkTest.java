package ai.ongoing.gateway.storage.row;

import static org.assertj.core.api.Assertions.assertThat;

import ai.ongoing.gateway.bench.store.ManyCalls;
import ai.ongoing.gateway.config.StorageDriver;
import ai.ongoing.gateway.tenant.TenantScope;
import ai.ongoing.gateway.testkit.RunsOn;
import ai.ongoing.gateway.testkit.TestStore;
import ai.ongoing.gateway.trace.TraceFilter;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

@RunsOn(StorageDriver.POSTGRES)
final class PostgresWalkTest extends WalkContract {

    private static final String PRESORTED = "Presorted Key: (\\(?GREATEST\\()?(traces\\.)?created_at";

    /** PostgreSQL 15 sorts the single row it expects of a range like any other rows. */
    private static final boolean OLDEST = "oldest".equals(System.getProperty("postgres"));

    PostgresWalkTest() {
        super(StorageDriver.POSTGRES, PostgresDialect.INSTANCE);
    }

    /** As they lie after a copy in the order of ids that do not rise with time: an index on time leads all over the table. */
    @Test
    void walksAlongTimeThroughRowsThatLieInNoOrder() throws SQLException {
        try (TestStore store = TestStore.open(StorageDriver.POSTGRES)) {
            ManyCalls.fill(store, StorageDriver.POSTGRES, 40_000);
            store.execute("CREATE TEMPORARY TABLE mixed AS SELECT * FROM traces ORDER BY md5(id);"
                    + " DELETE FROM traces; INSERT INTO traces SELECT * FROM mixed");
            store.execute("ANALYZE traces");
            assertThat(plan(store, TenantScope.operator(), TraceFilter.ANY))
                    .contains("idx_traces_created_at")
                    .satisfies(this::readsAPartInOrder);
        }
    }

    /** One in fifty of 40,000 has it; who expects fewer reads and sorts them all where fifty would do. */
    @Test
    void expectsAsManyOfAnUnusualStatusAsThereAre() throws SQLException {
        try (TestStore store = TestStore.open(StorageDriver.POSTGRES)) {
            ManyCalls.fill(store, StorageDriver.POSTGRES, 40_000);
            Matcher rows = Pattern.compile("idx_traces_unusual_status.* rows=(\\d+)")
                    .matcher(plan(store, TenantScope.operator(), status(429)));
            assertThat(rows.find()).isTrue();
            assertThat(Long.parseLong(rows.group(1)))
                    .isBetween(100L, 400L); // the page begins halfway, and policies halve it again
        }
    }

    /** The search itself tells the provider, and reads no row of another one: row-level security lets that conversion pass. */
    @Test
    void tellsTheProviderOfAnUnusualStatusInTheSearch() throws SQLException {
        try (TestStore store = TestStore.open(StorageDriver.POSTGRES)) {
            ManyCalls.fill(store, StorageDriver.POSTGRES, 40_000);
            assertThat(plan(store, TenantScope.operator(), both("anthropic", null, 429)))
                    .containsPattern("Index Cond: .*response_status = 429.*provider\\)::name = 'anthropic'");
        }
    }

    /** Expecting a tenth of what there is, the planner would gather all calls of both from bitmaps and sort them. */
    @Test
    void gathersNothingFromBitmaps() throws SQLException {
        try (TestStore store = TestStore.open(StorageDriver.POSTGRES)) {
            ManyCalls.fill(store, StorageDriver.POSTGRES, 40_000);
            TraceFilter tokens =
                    new TraceFilter(null, null, null, null, null, "model-3", null, null, 100L, 300L, null, null);
            assertThat(plan(store, TenantScope.operator(), tokens)).doesNotContain("Bitmap");
        }
    }

    /** A plan for any value would take no partial index; a server makes one of a statement after its fifth time. */
    @Test
    void makesAPlanOfItsOwnForEachList() throws SQLException {
        try (TestStore store = TestStore.open(StorageDriver.POSTGRES);
                Connection connection = store.connect()) {
            for (int i = 0; i < 20; i++) {
                TraceQuery query = query(connection, TenantScope.operator(), TraceFilter.ANY);
                try (PreparedStatement list = connection.prepareStatement(query.sql())) {
                    for (int p = 0; p < query.parameters().size(); p++) {
                        list.setObject(p + 1, query.parameters().get(p));
                    }
                    list.executeQuery().close();
                }
                connection.commit();
            }
            try (Statement statement = connection.createStatement();
                    ResultSet plans = statement.executeQuery("SELECT generic_plans, custom_plans FROM"
                            + " pg_prepared_statements WHERE statement LIKE '%FROM traces%'")) {
                assertThat(plans.next()).isTrue();
                assertThat(plans.getInt("generic_plans")).isZero();
                assertThat(plans.getInt("custom_plans")).isGreaterThan(10);
            }
        }
    }

    /** A writer's foreign keys are checked row by row, by statements of the server's own that obey the same setting. */
    @Test
    void plansAWritersChecksOnce() throws SQLException {
        try (TestStore store = TestStore.open(StorageDriver.POSTGRES);
                Connection connection = store.connect();
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            RowScope.WRITER.enter(connection, PostgresDialect.INSTANCE, Duration.ofSeconds(5));
            try (ResultSet mode = statement.executeQuery("SHOW plan_cache_mode")) {
                assertThat(mode.next()).isTrue();
                assertThat(mode.getString(1)).isEqualTo("auto");
            }
            try (ResultSet bitmaps = statement.executeQuery("SHOW enable_bitmapscan")) {
                assertThat(bitmaps.next()).isTrue();
                assertThat(bitmaps.getString(1)).isEqualTo("on");
            }
        }
    }

    @Override
    String literal(int second) {
        return "to_timestamp(" + ManyCalls.BEGIN.plusSeconds(second).getEpochSecond() + ")";
    }

    @Override
    String explain() {
        return "EXPLAIN ";
    }

    @Override
    void readsAPartInOrder(String plan) {
        assertThat(plan)
                .contains("Index Scan Backward")
                .containsPattern(OLDEST ? PRESORTED + "|Sort  \\(cost=\\S+ rows=1 " : PRESORTED)
                .doesNotContain("Seq Scan")
                .doesNotContain("Bitmap");
    }

    @Override
    void beginsAtThePage(String plan) {
        assertThat(plan).containsPattern("Index Cond: .*GREATEST\\((traces\\.)?created_at\\) <=");
    }
}
