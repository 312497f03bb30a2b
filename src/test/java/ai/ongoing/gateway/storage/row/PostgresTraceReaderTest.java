package ai.ongoing.gateway.storage.row;

import static org.assertj.core.api.Assertions.assertThat;

import ai.ongoing.gateway.config.StorageDriver;
import ai.ongoing.gateway.testkit.RunsOn;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;

@RunsOn(StorageDriver.POSTGRES)
final class PostgresTraceReaderTest extends TraceReaderContract {

    PostgresTraceReaderTest() {
        super(StorageDriver.POSTGRES);
    }

    @Override
    SqlDialect dialect() {
        return PostgresDialect.INSTANCE;
    }

    /** In the operator's scope: there no policy narrows the rows, so the plan is the query's own. */
    @Override
    String plan(TraceQuery query) throws SQLException {
        StringBuilder plan = new StringBuilder();
        try (Connection connection = store().connect()) {
            connection.setAutoCommit(false);
            RowScope.OPERATOR.enter(connection, dialect(), Duration.ofSeconds(10));
            try (PreparedStatement explain = connection.prepareStatement("EXPLAIN " + query.sql())) {
                for (int i = 0; i < query.parameters().size(); i++) {
                    explain.setObject(i + 1, query.parameters().get(i));
                }
                try (ResultSet steps = explain.executeQuery()) {
                    while (steps.next()) {
                        plan.append(steps.getString(1)).append('\n');
                    }
                }
            }
        }
        return plan.toString();
    }

    @Override
    void isAnIndexSearchThatStartsAtTheCursor(String plan) {
        assertThat(plan)
                .containsPattern("Index Scan Backward using idx_traces_")
                .containsPattern("Index Cond: .*created_at <= ")
                .contains("Presorted Key: created_at")
                .doesNotContain("Seq Scan");
    }
}
