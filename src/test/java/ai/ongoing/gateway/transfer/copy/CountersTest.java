package ai.ongoing.gateway.transfer.copy;

import static org.assertj.core.api.Assertions.assertThat;

import ai.ongoing.gateway.config.StorageDriver;
import ai.ongoing.gateway.storage.bulk.BulkSource;
import ai.ongoing.gateway.storage.bulk.write.BulkTarget;
import ai.ongoing.gateway.testkit.RunsOn;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * The last step of a copy and of a restore on a server: a row that draws from a counter finds a number that nobody has. No
 * table of the program has a counter so far, and a schema changed by hand is refused, so the test hangs one on a column of
 * numbers after the rows arrived.
 */
@RunsOn(StorageDriver.POSTGRES)
final class CountersTest {

    private End to;

    @BeforeEach
    void hangUpACounter() throws SQLException {
        to = End.migrated(StorageDriver.POSTGRES);
        to.store(CopyContract.traces(30));
        to.execute(
                "CREATE SEQUENCE drawn OWNED BY traces.latency_ms",
                "ALTER TABLE traces ALTER latency_ms SET DEFAULT nextval('drawn')");
    }

    @AfterEach
    void closeEnd() {
        to.close();
    }

    private List<String> advance() {
        try (BulkSource shapes = to.as("--to").source();
                BulkTarget target = to.as("--to").target()) {
            return target.advanceCounters(shapes.tables());
        }
    }

    /** What a new row draws. The row is taken back, and the counter stays where it went. */
    private String drawn() throws SQLException {
        return to.value("INSERT INTO traces (id, timestamp, provider, model, request_method, request_path)"
                + " VALUES ('drawn', now(), 'openai', 'm', 'POST', '/v1') RETURNING latency_ms");
    }

    @Test
    void aRowThatDrawsFindsAFreeNumberAndSoDoesTheNext() throws SQLException {
        to.execute("UPDATE traces SET latency_ms = 95000 WHERE id = (SELECT max(id) FROM traces)");
        assertThat(advance()).containsExactly("traces.latency_ms goes on at 95001");
        assertThat(drawn()).isEqualTo("95001");
        assertThat(drawn()).isEqualTo("95002");
        assertThat(to.value("SELECT count(*) FROM traces WHERE latency_ms > 95000"))
                .isEqualTo("0");
        assertThat(to.value("SELECT count(*) FROM traces")).isEqualTo("30");
    }

    @Test
    void rowsThatCameLaterMoveItFurther() throws SQLException {
        advance();
        to.execute("UPDATE traces SET latency_ms = 500000 WHERE id = (SELECT min(id) FROM traces)");
        advance();
        assertThat(drawn()).isEqualTo("500001");
    }

    @Test
    void anEmptyTableBeginsAtOne() throws SQLException {
        to.execute("DELETE FROM traces");
        advance();
        assertThat(drawn()).isEqualTo("1");
    }
}
