package ai.ongoing.gateway.storage.row;

import ai.ongoing.gateway.tenant.TenantScope;
import ai.ongoing.gateway.trace.Trace;
import ai.ongoing.gateway.trace.TraceCursor;
import ai.ongoing.gateway.trace.TraceFilter;
import ai.ongoing.gateway.trace.TracePage;
import ai.ongoing.gateway.trace.TraceReader;
import ai.ongoing.gateway.trace.TraceSummary;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.ResultSetExtractor;
import org.springframework.jdbc.core.RowMapper;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Reads traces, each call in one scoped transaction. Thread-safe; blocks its thread. */
final class JdbcTraceReader implements TraceReader {

    private static final int MOST = 200;

    private final ScopedTransactions transactions;
    private final SqlDialect dialect;

    JdbcTraceReader(ScopedTransactions transactions) {
        this.transactions = transactions;
        this.dialect = transactions.dialect();
    }

    @Override
    public TracePage list(TenantScope scope, TraceFilter filter, @Nullable TraceCursor after, int limit) {
        refuseUnlessAPage(limit);
        List<TraceSummary> rows = transactions.read(
                scope,
                client -> new PageSearch(dialect, scope, filter, after, client)
                        .find(
                                limit + 1,
                                walk -> rows(
                                        client,
                                        TraceQuery.page(walk, scope, filter, after, limit),
                                        (row, number) -> TraceRow.summary(row, dialect))));
        if (rows.size() <= limit) {
            return new TracePage(rows, null);
        }
        TraceSummary last = rows.get(limit - 1);
        return new TracePage(rows.subList(0, limit), new TraceCursor(last.createdAt(), last.id()));
    }

    @Override
    public List<Trace> whole(
            TenantScope scope, TraceFilter filter, @Nullable TraceCursor after, int limit, long letters) {
        refuseUnlessAPage(limit);
        return transactions.read(scope, client -> {
            Walk walk = new PageSearch(dialect, scope, filter, after, client).choose(PageSearch.FEW_WHOLE);
            TraceQuery query = TraceQuery.whole(walk, scope, filter, after, limit);
            ResultSetExtractor<List<Trace>> page = rows -> untilFull(rows, letters);
            // A server's driver would hold all rows of the page before the first is looked at.
            return client.sql(query.sql())
                    .withFetchSize(1)
                    .params(query.parameters())
                    .query(page);
        });
    }

    private List<Trace> untilFull(ResultSet rows, long letters) throws SQLException {
        List<Trace> page = new ArrayList<>();
        long read = 0;
        while (read < letters && rows.next()) {
            Trace trace = TraceRow.trace(rows, dialect);
            page.add(trace);
            read += lettersOf(trace);
        }
        return page;
    }

    private static long lettersOf(Trace trace) {
        return (long) trace.request().headersJson().length()
                + trace.request().body().text().length()
                + trace.response().headersJson().length()
                + trace.response().body().text().length()
                + trace.metadataJson().length();
    }

    private static <T> List<T> rows(JdbcClient client, TraceQuery query, RowMapper<T> mapper) {
        return client.sql(query.sql()).params(query.parameters()).query(mapper).list();
    }

    private static void refuseUnlessAPage(int limit) {
        if (limit < 1 || limit > MOST) {
            throw new IllegalArgumentException("a page holds 1 to " + MOST + " traces, not " + limit);
        }
    }

    @Override
    public Optional<Trace> find(TenantScope scope, String id) {
        TraceQuery query = TraceQuery.one(scope, id);
        return transactions.read(
                scope,
                client -> client.sql(query.sql())
                        .params(query.parameters())
                        .query((row, number) -> TraceRow.trace(row, dialect))
                        .optional());
    }

    @Override
    public long count(TenantScope scope) {
        TraceQuery query = TraceQuery.count(scope);
        return transactions.read(
                scope,
                client -> client.sql(query.sql())
                        .params(query.parameters())
                        .query(Long.class)
                        .single());
    }
}
