package ai.ongoing.gateway.storage.row;

import static org.assertj.core.api.Assertions.assertThat;

import ai.ongoing.gateway.config.StorageDriver;
import ai.ongoing.gateway.tenant.TenantScope;
import ai.ongoing.gateway.testkit.RunsOn;
import ai.ongoing.gateway.trace.TraceFilter;
import ai.ongoing.gateway.trace.TraceSummary;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import org.junit.jupiter.api.Test;

@RunsOn(StorageDriver.SQLITE)
final class SqliteTraceReaderTest extends TraceReaderContract {

    SqliteTraceReaderTest() {
        super(StorageDriver.SQLITE);
    }

    @Override
    SqlDialect dialect() {
        return SqliteDialect.INSTANCE;
    }

    @Override
    String plan(TraceQuery query) throws SQLException {
        StringBuilder plan = new StringBuilder();
        try (Connection connection = store().connect();
                PreparedStatement explain = connection.prepareStatement("EXPLAIN QUERY PLAN " + query.sql())) {
            for (int i = 0; i < query.parameters().size(); i++) {
                explain.setObject(i + 1, query.parameters().get(i));
            }
            try (ResultSet steps = explain.executeQuery()) {
                while (steps.next()) {
                    plan.append(steps.getString("detail")).append('\n');
                }
            }
        }
        return plan.toString();
    }

    @Override
    void isAnIndexSearchThatStartsAtTheCursor(String plan) {
        assertThat(plan)
                .startsWith("SEARCH traces USING INDEX")
                .containsPattern("created_at<\\?")
                .doesNotContain("SCAN")
                .doesNotContain("TEMP B-TREE FOR ORDER BY");
    }

    @Test
    void readsAndPagesOverEveryLayoutOfTime() throws SQLException {
        String[] texts = {
            "2026-11-20 12:00:00 +0000 UTC",
            "2026-11-20 12:00:00.5 +0000 UTC",
            "2026-11-20 12:00:00.155217469 +0000 UTC",
            "2026-11-20T12:00:01Z",
            "2026-11-20T12:00:01.25Z",
            "2026-11-20 14:00:02.5+02:00",
            "2026-11-20 12:00:03",
            "2026-11-20T12:00:04.125",
        };
        for (int i = 0; i < texts.length; i++) {
            store().execute("INSERT INTO traces (id, timestamp, provider, model, request_method, request_path,"
                    + " created_at) VALUES ('t" + i + "', '" + texts[i] + "', 'p', 'm', 'POST', '/', '" + texts[i]
                    + "')");
        }
        assertThat(store().reader()
                        .list(TenantScope.operator(), TraceFilter.ANY, null, 50)
                        .items())
                .extracting(TraceSummary::createdAt)
                .containsExactlyInAnyOrder(
                        Instant.parse("2026-11-20T12:00:00Z"),
                        Instant.parse("2026-11-20T12:00:00.5Z"),
                        Instant.parse("2026-11-20T12:00:00.155217469Z"),
                        Instant.parse("2026-11-20T12:00:01Z"),
                        Instant.parse("2026-11-20T12:00:01.25Z"),
                        Instant.parse("2026-11-20T12:00:02.5Z"),
                        Instant.parse("2026-11-20T12:00:03Z"),
                        Instant.parse("2026-11-20T12:00:04.125Z"));
        assertThat(store().reader().find(TenantScope.operator(), "t2"))
                .hasValueSatisfying(trace -> assertThat(trace.createdAt())
                        .isEqualTo(trace.timestamp())
                        .isEqualTo(Instant.parse("2026-11-20T12:00:00.155217469Z")));
    }
}
