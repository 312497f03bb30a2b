package ai.ongoing.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import ai.ongoing.gateway.testkit.FakeUpstream;
import ai.ongoing.gateway.testkit.PostgresDatabase;
import ai.ongoing.gateway.testkit.ReceivedRequest;
import ai.ongoing.gateway.testkit.SqliteDatabase;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/** The rows of a database, held against what clients got and the provider saw. */
record StoredCalls(List<Row> rows) {

    /**
     * A call's row.
     *
     * @param correlationId the client's {@code X-Request-ID}
     * @param captureLost whether the row says that bodies were captured and went lost
     */
    record Row(
            String correlationId, String completion, int status, String request, String response, boolean captureLost) {

        private static Row of(ResultSet row) throws SQLException {
            return new Row(
                    row.getString(1),
                    row.getString(2),
                    row.getInt(3),
                    Objects.requireNonNullElse(row.getString(4), ""),
                    Objects.requireNonNullElse(row.getString(5), ""),
                    row.getString(6).replace(" ", "").contains("\"capture\":\"lost\""));
        }
    }

    static StoredCalls in(SqliteDatabase database) {
        try (Connection connection = database.connect()) {
            return in(connection);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    static StoredCalls in(PostgresDatabase database) {
        try (Connection connection = database.connectAsSuperuser()) {
            return in(connection);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    static StoredCalls in(Connection connection) throws SQLException {
        List<Row> rows = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet row =
                        statement.executeQuery("SELECT correlation_id, completion, response_status, request_body,"
                                + " response_body, metadata FROM traces")) {
            while (row.next()) {
                rows.add(Row.of(row));
            }
        }
        return new StoredCalls(rows);
    }

    /**
     * The books close: every call the provider saw has exactly one row, every call that was answered whole is recorded as
     * such, and a row the provider never saw tells of a failure.
     */
    void match(FakeUpstream upstream, Set<String> served) {
        Map<String, Long> rowsById =
                rows.stream().collect(Collectors.groupingBy(Row::correlationId, Collectors.counting()));
        assertThat(rowsById.entrySet().stream().filter(entry -> entry.getValue() > 1))
                .as("calls with more than one row")
                .isEmpty();
        Set<String> seen = seenBy(upstream);
        assertThat(seen.stream().filter(id -> !rowsById.containsKey(id)))
                .as("calls the provider saw, without a row")
                .isEmpty();
        Set<String> complete = rows.stream()
                .filter(row -> row.completion().equals("complete") && row.status() == 200)
                .map(Row::correlationId)
                .collect(Collectors.toSet());
        assertThat(served.stream().filter(id -> !complete.contains(id)))
                .as("calls that were answered whole, recorded otherwise")
                .isEmpty();
        assertThat(rows.stream().filter(row -> !seen.contains(row.correlationId())))
                .as("rows of calls the provider never saw")
                .allMatch(row -> row.status() == 502 || !row.completion().equals("complete"));
    }

    /** The books close, and of the calls that were answered whole no body is lost, nor is one another call's. */
    void matchWithBodies(FakeUpstream upstream, Set<String> served) {
        match(upstream, served);
        haveBodies(served, 0);
    }

    /**
     * Where bodies are kept: every call that was answered whole has both of its own, or says that they went lost, as those do
     * that were on their way into the journal at a kill.
     */
    void haveBodies(Set<String> served, int mostLost) {
        List<Row> whole = rows.stream()
                .filter(row -> served.contains(row.correlationId()))
                .toList();
        assertThat(whole.stream()
                        .filter(row -> !row.captureLost())
                        .filter(row -> !CallLoad.bodiesOf(row.correlationId(), row.request(), row.response())))
                .as("calls that were answered whole, with other bodies")
                .isEmpty();
        assertThat(whole.stream().filter(Row::captureLost).count())
                .as("calls that were answered whole, with lost bodies")
                .isLessThanOrEqualTo(mostLost);
    }

    /** The ids of all calls that reached the provider. */
    static Set<String> seenBy(FakeUpstream upstream) {
        return upstream.received().stream().map(StoredCalls::id).collect(Collectors.toSet());
    }

    private static String id(ReceivedRequest request) {
        return Objects.requireNonNull(request.header("X-Request-ID"), "every call has an id");
    }
}
