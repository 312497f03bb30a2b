package ai.ongoing.gateway.transfer.foreign;

import ai.ongoing.gateway.pricing.Cost;
import ai.ongoing.gateway.provider.NormalizedUsage;
import ai.ongoing.gateway.provider.StatedUsage;
import ai.ongoing.gateway.provider.TokenUsage;
import ai.ongoing.gateway.provider.UsageKind;
import ai.ongoing.gateway.provider.UsageSource;
import ai.ongoing.gateway.storage.bulk.read.ForeignRow;
import ai.ongoing.gateway.storage.bulk.read.ForeignTables;
import ai.ongoing.gateway.tenant.Tenant;
import ai.ongoing.gateway.trace.Body;
import ai.ongoing.gateway.trace.Caller;
import ai.ongoing.gateway.trace.Completion;
import ai.ongoing.gateway.trace.Lineage;
import ai.ongoing.gateway.trace.RequestPart;
import ai.ongoing.gateway.trace.ResponsePart;
import ai.ongoing.gateway.trace.Timing;
import ai.ongoing.gateway.trace.Trace;
import java.time.Instant;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * ahstn/oceans-llm, by its schema from version 17 on: teams are workspaces, request logs are calls, and the ledger says what
 * they cost, in ten-thousandths of a dollar. Its ledger outlives its logs, so an entry without a log is a call too. Its keys
 * are kept in a form that this gateway cannot check: they come along by name, revoked.
 */
final class OceansLlm implements ForeignGateway {

    private static final long NANOS_PER_UNIT = 100_000;

    /** Entries whose cost counts; the others hold a zero that means nothing. */
    private static final String PRICED = "pricing_status IN ('priced', 'legacy_estimated')";

    /**
     * One entry of a key's request stands with one of its logs, so that nothing is counted twice however many there are. A
     * request's id alone says nothing: clients choose it, and two of them may choose the same.
     */
    private static final String WITH_LOG = "EXISTS (SELECT 1 FROM request_logs w WHERE w.request_id = e.request_id"
            + " AND w.api_key_id = e.api_key_id) AND e.usage_event_id = (SELECT min(x.usage_event_id)"
            + " FROM usage_cost_events x WHERE x.request_id = e.request_id AND x.api_key_id = e.api_key_id)";

    private static final String LEDGER = "e.pricing_status AS ledger_status, e.computed_cost_10000 AS ledger_cost,"
            + " e.upstream_model AS ledger_model, e.pricing_provider_id AS ledger_price_provider,"
            + " e.pricing_model_id AS ledger_price_model, e.prompt_tokens AS ledger_prompt,"
            + " e.completion_tokens AS ledger_completion, e.total_tokens AS ledger_total";

    private static final String CACHE = ", e.uncached_input_tokens AS ledger_uncached,"
            + " e.cache_read_tokens AS ledger_cache_read, e.cache_write_tokens AS ledger_cache_write";

    @Override
    public String name() {
        return "oceans-llm";
    }

    @Override
    public Set<String> marks() {
        return tables();
    }

    @Override
    public Set<String> tables() {
        return Set.of("teams", "api_keys", "request_logs", "request_log_payloads", "usage_cost_events");
    }

    @Override
    public void workspaces(ForeignTables from, Consumer<Workspace> to) {
        from.each(
                "SELECT * FROM teams",
                row -> to.accept(new Workspace(workspace(row), row.text("team_name"), row.time("created_at"))));
    }

    @Override
    public void keys(ForeignTables from, Consumer<CallerKey> to) {
        from.each(
                "SELECT k.*, t.team_key AS team_key FROM api_keys k LEFT JOIN teams t ON t.team_id = k.owner_team_id",
                row -> to.accept(key(row)));
    }

    private static CallerKey key(ForeignRow row) {
        Instant used = row.time("last_used_at");
        Instant revoked = row.time("revoked_at");
        Instant created = row.time("created_at");
        return new CallerKey(
                row.text("id"),
                "oceans-llm:" + row.text("public_id"),
                workspace(row),
                row.text("name"),
                "from oceans-llm, whose hash cannot be checked here: make a new key",
                used,
                revoked != null ? revoked : used != null ? used : created != null ? created : Instant.EPOCH,
                created);
    }

    private static String workspace(ForeignRow row) {
        String team = row.text("team_key");
        String nobody = Tenant.DEFAULT.workspace().value();
        // A team of that name must not get the calls of those who have no team.
        return team.isBlank() ? nobody : team.equals(nobody) ? "team " + team : team;
    }

    @Override
    public void calls(ForeignTables from, Consumer<Trace> to) {
        String ledger = LEDGER + (from.has("usage_cost_events", "cache_read_tokens") ? CACHE : "");
        from.each(
                "SELECT l.*, t.team_key AS team_key, p.request_json AS request_json, p.response_json AS response_json, "
                        + ledger + " FROM request_logs l LEFT JOIN teams t ON t.team_id = l.team_id"
                        + " LEFT JOIN request_log_payloads p ON p.request_log_id = l.request_log_id"
                        + " LEFT JOIN usage_cost_events e ON e.request_id = l.request_id AND e.api_key_id = l.api_key_id"
                        + " AND " + WITH_LOG
                        + " AND l.request_log_id = (SELECT min(y.request_log_id) FROM request_logs y"
                        + " WHERE y.request_id = l.request_id AND y.api_key_id = l.api_key_id)",
                row -> to.accept(
                        call(ForeignIds.trace("request_logs", row.text("request_log_id")), "request_logs", row)));
        from.each(
                "SELECT e.*, t.team_key AS team_key, " + ledger
                        + " FROM usage_cost_events e LEFT JOIN teams t ON t.team_id = e.team_id WHERE NOT (" + WITH_LOG
                        + ")",
                row -> to.accept(call(
                        ForeignIds.hashed("usage_cost_events", row.text("usage_event_id")), "usage_cost_events", row)));
    }

    private Trace call(String id, String table, ForeignRow row) {
        Instant time = row.moment("occurred_at");
        String metadata = new ForeignMetadata(name())
                .with("table", table)
                .with("user_id", row.stated("user_id"))
                .with("service_account_id", row.stated("service_account_id"))
                .with("caller_service", row.stated("caller_service"))
                .with("caller_component", row.stated("caller_component"))
                .with("caller_env", row.stated("caller_env"))
                .with("user_agent", row.stated("user_agent_raw"))
                .with("resolved_model_key", row.stated("resolved_model_key"))
                .document("metadata", row.stated("metadata_json"))
                .json();
        String model = row.stated("model_key");
        Long status = row.number("status_code");
        Long latency = row.number("latency_ms");
        String error = row.stated("error_code");
        return new Trace(
                id,
                Tenant.of("default", workspace(row)),
                time,
                time,
                new RequestPart(
                        row.text("provider_key"),
                        model == null ? row.text("ledger_model") : model,
                        "",
                        "",
                        "",
                        Body.text(row.text("request_json"))),
                new ResponsePart(
                        status == null ? 0 : Math.clamp(status, 0, Integer.MAX_VALUE),
                        row.stated("ledger_model"),
                        null,
                        error,
                        status == null && error != null ? Completion.UPSTREAM_ERROR : Completion.COMPLETE,
                        "",
                        Body.text(row.text("response_json"))),
                new Timing(latency == null ? 0 : Math.max(0, latency), 0, 0),
                usage(row),
                cost(row),
                Lineage.NONE,
                new Caller("", row.text("api_key_id"), row.text("request_id")),
                metadata);
    }

    private static TokenUsage usage(ForeignRow row) {
        Long input = either(row, "prompt_tokens", "ledger_prompt");
        Long output = either(row, "completion_tokens", "ledger_completion");
        Long total = either(row, "total_tokens", "ledger_total");
        if (input == null && output == null && total == null) {
            return TokenUsage.NONE;
        }
        Long read = row.number("ledger_cache_read");
        Long written = row.number("ledger_cache_write");
        Long uncached = row.number("ledger_uncached");
        long rest = uncached == null ? known(input) - known(read) - known(written) : uncached;
        return new TokenUsage(
                new StatedUsage(input, output, total, read, written, null),
                new NormalizedUsage(Math.max(0, rest), known(read), known(written), 0, known(output)),
                UsageSource.PROVIDER,
                UsageKind.BILLED);
    }

    private static @Nullable Long either(ForeignRow row, String first, String second) {
        Long stated = row.number(first);
        return stated == null ? row.number(second) : stated;
    }

    private static long known(@Nullable Long count) {
        return count == null ? 0 : Math.max(0, count);
    }

    private static Cost cost(ForeignRow row) {
        String status = row.text("ledger_status");
        Long units = row.amount("ledger_cost");
        if (units == null || !(status.equals("priced") || status.equals("legacy_estimated"))) {
            return Cost.unpriced();
        }
        String price = row.text("ledger_price_provider") + "/" + row.text("ledger_price_model");
        return new Cost.Priced(
                Math.multiplyExact(units, NANOS_PER_UNIT), "oceans-llm:" + (price.equals("/") ? status : price));
    }

    @Override
    public Sums expected(ForeignTables from) {
        long logs = from.number("SELECT count(*) FROM request_logs");
        long alone = from.number("SELECT count(*) FROM usage_cost_events e WHERE NOT (" + WITH_LOG + ")");
        long units = from.number("SELECT sum(computed_cost_10000) FROM usage_cost_events WHERE " + PRICED);
        return new Sums(logs + alone, Math.multiplyExact(units, NANOS_PER_UNIT));
    }
}
