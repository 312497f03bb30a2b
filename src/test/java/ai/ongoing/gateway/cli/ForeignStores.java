package ai.ongoing.gateway.cli;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/** Databases as other gateways leave them: the columns that matter of those programs' own tables, a few rows in each. */
final class ForeignStores {

    /** Seconds since 1970 of 2026-03-01 12:00 UTC. */
    static final long NOON = 1_772_366_400;

    private ForeignStores() {}

    /**
     * oceans-llm: a request logged twice, one of another key that has the same id, one that failed, and a ledger that outlived
     * one of its logs.
     */
    static void oceansLlm(Connection to) throws SQLException {
        execute(
                to,
                "CREATE TABLE teams (team_id TEXT PRIMARY KEY, team_key TEXT NOT NULL UNIQUE, team_name TEXT NOT NULL,"
                        + " status TEXT NOT NULL, created_at BIGINT NOT NULL, updated_at BIGINT NOT NULL)",
                "CREATE TABLE api_keys (id TEXT PRIMARY KEY, public_id TEXT NOT NULL UNIQUE, secret_hash TEXT NOT NULL,"
                        + " name TEXT NOT NULL, owner_kind TEXT NOT NULL, owner_user_id TEXT, owner_team_id TEXT,"
                        + " created_at BIGINT NOT NULL, last_used_at BIGINT, revoked_at BIGINT)",
                "CREATE TABLE request_logs (request_log_id TEXT PRIMARY KEY, request_id TEXT NOT NULL,"
                        + " api_key_id TEXT NOT NULL, user_id TEXT, team_id TEXT, model_key TEXT NOT NULL,"
                        + " resolved_model_key TEXT, provider_key TEXT NOT NULL, status_code BIGINT, latency_ms BIGINT,"
                        + " prompt_tokens BIGINT, completion_tokens BIGINT, total_tokens BIGINT, error_code TEXT,"
                        + " metadata_json TEXT NOT NULL, caller_service TEXT, occurred_at BIGINT NOT NULL)",
                "CREATE TABLE request_log_payloads (request_log_id TEXT PRIMARY KEY, request_json TEXT NOT NULL,"
                        + " response_json TEXT NOT NULL)",
                "CREATE TABLE usage_cost_events (usage_event_id TEXT PRIMARY KEY, request_id TEXT NOT NULL,"
                        + " ownership_scope_key TEXT NOT NULL, api_key_id TEXT NOT NULL, user_id TEXT, team_id TEXT,"
                        + " provider_key TEXT NOT NULL, upstream_model TEXT NOT NULL, prompt_tokens BIGINT,"
                        + " completion_tokens BIGINT, total_tokens BIGINT, pricing_status TEXT NOT NULL,"
                        + " pricing_provider_id TEXT, pricing_model_id TEXT, computed_cost_10000 BIGINT NOT NULL,"
                        + " uncached_input_tokens BIGINT, cache_read_tokens BIGINT, cache_write_tokens BIGINT,"
                        + " occurred_at BIGINT NOT NULL)",
                "CREATE TABLE audit_logs (id BIGINT PRIMARY KEY, action TEXT NOT NULL)",
                "INSERT INTO teams VALUES ('t1', 'search', 'Search Team', 'active', " + NOON + ", " + NOON + ")",
                "INSERT INTO api_keys VALUES ('k1', 'pub1', '$argon2id$x', 'search in production', 'team', NULL, 't1', "
                        + NOON + ", " + (NOON + 60) + ", NULL)",
                "INSERT INTO request_logs VALUES ('0190a1b2-0000-7000-8000-000000000001', 'r1', 'k1', NULL, 't1',"
                        + " 'fast', 'gpt-4o', 'openai-prod', 200, 812, 120, 30, 150, NULL,"
                        + " '{\"stream\": true, \"big\": 12345678901234567890}', 'crawler', " + NOON + ")",
                "INSERT INTO request_logs VALUES ('0190a1b2-0000-7000-8000-000000000002', 'r1', 'k1', NULL, 't1',"
                        + " 'fast', 'gpt-4o', 'openai-prod', 200, 800, 120, 30, 150, NULL, '{}', NULL, "
                        + (NOON + 1) + ")",
                "INSERT INTO request_logs VALUES ('log-3', 'r2', 'k1', 'u1', NULL, 'slow', NULL, 'anthropic', NULL,"
                        + " NULL, NULL, NULL, NULL, 'upstream_timeout', '{}', NULL, " + (NOON + 2) + ")",
                "INSERT INTO api_keys VALUES ('k2', 'pub2', '$argon2id$y', 'other', 'user', 'u1', NULL, " + NOON
                        + ", NULL, NULL)",
                "INSERT INTO teams VALUES ('t2', 'default', 'Named Default', 'active', " + NOON + ", " + NOON + ")",
                "INSERT INTO request_logs VALUES ('0090a1b2-0000-7000-8000-000000000009', 'r1', 'k2', 'u1', 't2', 'fast',"
                        + " 'gpt-4o', 'openai-prod', 200, 700, 1, 2, 3, NULL, '{}', NULL, " + (NOON + 3) + ")",
                "INSERT INTO request_log_payloads VALUES ('0190a1b2-0000-7000-8000-000000000001',"
                        + " '{\"model\": \"fast\"}', '{\"id\": \"chatcmpl-1\"}')",
                event("e1", "r1", "k1", "team:t1", "priced", 125, "100, 15, 5"),
                event("e2", "r1", "k1", "user:u1", "priced", 25, "NULL, NULL, NULL"),
                event("e3", "purged", "k1", "team:t1", "legacy_estimated", 1_000, "NULL, NULL, NULL"),
                event("e4", "r2", "k1", "user:u1", "usage_missing", 0, "NULL, NULL, NULL"),
                event("e0", "r1", "k2", "user:u1", "priced", 7, "NULL, NULL, NULL"),
                "INSERT INTO audit_logs VALUES (1, 'team.create'), (2, 'key.create')");
    }

    private static String event(
            String id, String request, String key, String scope, String status, long cost, String cache) {
        return "INSERT INTO usage_cost_events VALUES ('" + id + "', '" + request + "', '" + scope
                + "', '" + key + "', NULL, 't1', 'openai-prod', 'gpt-4o-2026', 120, 30, 150, '" + status + "', "
                + (status.equals("priced") ? "'openai', 'gpt-4o'" : "NULL, NULL") + ", " + cost + ", " + cache + ", "
                + NOON + ")";
    }

    /** llm-proxy: tokens that are good, plain and hashed, and some that are not, each for another reason. */
    static void llmProxy(Connection to, String truth, String time) throws SQLException {
        String yes = truth.equals("BOOLEAN") ? "TRUE" : "1";
        String no = truth.equals("BOOLEAN") ? "FALSE" : "0";
        execute(
                to,
                "CREATE TABLE projects (id TEXT PRIMARY KEY, name TEXT NOT NULL UNIQUE, api_key TEXT NOT NULL, is_active "
                        + truth + " NOT NULL, deactivated_at " + time + ", created_at " + time + " NOT NULL)",
                "CREATE TABLE tokens (id TEXT PRIMARY KEY, token TEXT NOT NULL UNIQUE, project_id TEXT NOT NULL,"
                        + " expires_at " + time + ", is_active " + truth + ", deactivated_at " + time
                        + ", max_requests INTEGER, created_at " + time + " NOT NULL, last_used_at " + time + ")",
                "CREATE TABLE audit_events (id TEXT PRIMARY KEY, timestamp " + time + " NOT NULL, action TEXT NOT NULL,"
                        + " actor TEXT NOT NULL, project_id TEXT, request_id TEXT, correlation_id TEXT, client_ip TEXT,"
                        + " method TEXT, path TEXT, user_agent TEXT, outcome TEXT NOT NULL, reason TEXT, token_id TEXT,"
                        + " metadata TEXT)",
                "CREATE TABLE goose_db_version (id INTEGER PRIMARY KEY)",
                "INSERT INTO projects VALUES ('p1', 'Shop', 'enc:v1:secret', " + yes + ", NULL, '2026-03-01 12:00:00')",
                "INSERT INTO projects VALUES ('p2', 'Closed', 'enc:v1:secret', " + no
                        + ", '2026-03-06 00:00:00', '2026-03-01 12:00:00')",
                "INSERT INTO tokens VALUES ('k-closed', 'sk-closed', 'p2', NULL, " + yes
                        + ", NULL, NULL, '2026-03-01 12:00:00', NULL)",
                "INSERT INTO tokens VALUES ('k-unsaid', 'sk-unsaid', 'p1', NULL, NULL, NULL, NULL,"
                        + " '2026-03-01 12:00:00', NULL)",
                "INSERT INTO tokens VALUES ('k-gone', 'sk-gone', 'p1', NULL, " + yes
                        + ", '2026-03-07 00:00:00', NULL, '2026-03-01 12:00:00', NULL)",
                "INSERT INTO tokens VALUES ('k-bcrypt', 'hash:v1:$2a$10$x', 'p1', NULL, " + yes
                        + ", NULL, NULL, '2026-03-01 12:00:00', NULL)",
                "INSERT INTO tokens VALUES ('k-plain', 'sk-plain', 'p1', NULL, " + yes
                        + ", NULL, NULL, '2026-03-01 12:00:00', NULL)",
                "INSERT INTO tokens VALUES ('k-hashed', '" + "aB".repeat(32) + "', 'p1', NULL, " + yes
                        + ", NULL, NULL, '2026-03-01 12:00:00', '2026-03-02 08:30:00.25')",
                "INSERT INTO tokens VALUES ('k-limited', 'sk-limited', 'p1', '2030-01-01 00:00:00', " + yes
                        + ", NULL, 100, '2026-03-01 12:00:00', NULL)",
                "INSERT INTO tokens VALUES ('k-off', 'sk-off', 'p1', NULL, " + no
                        + ", '2026-03-05 00:00:00', NULL, '2026-03-01 12:00:00', NULL)",
                "INSERT INTO audit_events VALUES ('a3', '2026-03-02 08:32:00', 'token.create', 'admin', 'p1', NULL, NULL,"
                        + " NULL, NULL, NULL, NULL, 'success', NULL, NULL, NULL)");
    }

    private static void execute(Connection to, String... statements) throws SQLException {
        try (Statement statement = to.createStatement()) {
            for (String sql : List.of(statements)) {
                statement.execute(sql);
            }
        }
    }
}
