package ai.ongoing.gateway.storage.schema;

import ai.ongoing.gateway.migration.backend.MigrationDialect;
import ai.ongoing.gateway.migration.file.MigrationFile;
import ai.ongoing.gateway.migration.file.MigrationFiles;
import java.util.List;

/** What the Go program leaves in a database, as statements. */
final class LegacySchema {

    /** Its insert, by the columns it knows. */
    static final String INSERT = """
            INSERT INTO traces (id, trace_group_id, org_id, workspace_id, timestamp, provider, model, request_method,
                request_path, request_headers, request_body, response_status, response_headers, response_body,
                input_tokens, output_tokens, total_tokens, latency_ms, time_to_first_token_ms, time_to_first_token_us,
                api_key_hash, gateway_key_id, estimated_cost_usd, metadata, created_at)
            VALUES ('%s', 'g', 'default', 'default', '2026-01-02 03:04:05.5+00:00', 'openai', 'gpt-4o', 'POST',
                '/openai/v1/chat/completions', '{}', 'ask', 200, '{}', 'answer', 1, 2, 3, 4, 0, 0, 'hash', '', 0.5,
                '{"correlation_id": "c-1", "lineage_thread_id": "t-1", "lineage_run_id": 7, "gateway_key_id": "k"}',
                '2026-01-02 03:04:05.5+00:00')""";

    /** Its start-up statements on SQLite. */
    static final List<String> SQLITE_START = List.of(
            "CREATE INDEX IF NOT EXISTS idx_traces_org_workspace_created_at_id"
                    + " ON traces(org_id, workspace_id, created_at DESC, id DESC)",
            "CREATE INDEX IF NOT EXISTS idx_traces_org_workspace_timestamp ON traces(org_id, workspace_id, timestamp)",
            "INSERT OR IGNORE INTO schema_migrations(name) VALUES ('sqlite/001_create_traces.sql')");

    /** Its table of keys, which stands outside its migrations. */
    private static final String KEYS = """
            CREATE TABLE IF NOT EXISTS gateway_keys (
                id TEXT PRIMARY KEY, token_hash TEXT NOT NULL UNIQUE, token TEXT,
                org_id TEXT NOT NULL DEFAULT 'default', workspace_id TEXT NOT NULL DEFAULT 'default',
                name TEXT NOT NULL DEFAULT '', description TEXT NOT NULL DEFAULT '',
                created_by TEXT NOT NULL DEFAULT '', last_used_at TIMESTAMPTZ, role TEXT NOT NULL DEFAULT 'developer',
                permissions JSONB, revoked_at TIMESTAMPTZ, created_at TIMESTAMPTZ NOT NULL DEFAULT NOW())""";

    /** Tenants and keys as an administrator of its server leaves them. */
    static final List<String> TENANTS = List.of(
            KEYS,
            "UPDATE organizations SET created_at = '2026-01-01 00:00:00+00'",
            "UPDATE workspaces SET created_at = '2026-01-01 00:00:00+00'",
            "INSERT INTO organizations VALUES ('acme', 'Acme & Söhne', '2026-01-02 01:02:03.456789+00')",
            "INSERT INTO workspaces (id, org_id, name, created_at)"
                    + " VALUES ('default', 'acme', 'The same id', '2026-01-02 01:02:03.456789+00'),"
                    + " ('lab', 'acme', '', '2026-01-02 01:02:04+00')",
            "INSERT INTO gateway_keys VALUES ('k1', repeat('a', 64), 'redacted:k1', 'acme', 'lab', 'first', 'of two',"
                    + " 'k0', '2026-01-03 00:00:00.1+00', 'admin', '[\"read\", 1.50]', NULL,"
                    + " '2026-01-02 00:00:00+00'), ('k2', repeat('b', 64), 'redacted:k2', 'default', 'default', '', '',"
                    + " '', NULL, 'developer', NULL, '2026-01-04 00:00:00+00', '2026-01-02 00:00:00+00')");

    /** Its start-up statements on PostgreSQL, trace store and key store, open policies included. */
    static final List<String> POSTGRES_START = List.of(
            "INSERT INTO schema_migrations(name) VALUES ('postgres/001_create_traces.sql') ON CONFLICT DO NOTHING",
            "ALTER TABLE traces ADD COLUMN IF NOT EXISTS gateway_key_id TEXT",
            "UPDATE traces SET gateway_key_id = metadata->>'gateway_key_id' WHERE gateway_key_id IS NULL",
            "CREATE INDEX IF NOT EXISTS idx_traces_org_workspace_timestamp ON traces(org_id, workspace_id, timestamp)",
            "CREATE INDEX IF NOT EXISTS idx_traces_gateway_key_id ON traces(gateway_key_id)",
            "CREATE INDEX IF NOT EXISTS idx_traces_org_workspace_gateway_key_timestamp"
                    + " ON traces(org_id, workspace_id, gateway_key_id, timestamp)",
            "ALTER TABLE traces ENABLE ROW LEVEL SECURITY",
            "ALTER TABLE traces FORCE ROW LEVEL SECURITY",
            "DROP POLICY IF EXISTS traces_tenant_scope ON traces",
            policy("traces", "traces_tenant_scope", "org_id"),
            KEYS,
            "CREATE UNIQUE INDEX IF NOT EXISTS idx_gateway_keys_token_hash ON gateway_keys(token_hash)",
            "ALTER TABLE organizations ENABLE ROW LEVEL SECURITY",
            "ALTER TABLE organizations FORCE ROW LEVEL SECURITY",
            "DROP POLICY IF EXISTS organizations_org_scope ON organizations",
            policy("organizations", "organizations_org_scope", "id"),
            "ALTER TABLE workspaces ENABLE ROW LEVEL SECURITY",
            "ALTER TABLE workspaces FORCE ROW LEVEL SECURITY",
            "DROP POLICY IF EXISTS workspaces_org_scope ON workspaces",
            policy("workspaces", "workspaces_org_scope", "org_id"),
            "UPDATE workspaces SET name = 'Default Workspace' WHERE org_id = 'default' AND id = 'default'",
            "ALTER TABLE gateway_keys ENABLE ROW LEVEL SECURITY",
            "ALTER TABLE gateway_keys FORCE ROW LEVEL SECURITY",
            "DROP POLICY IF EXISTS gateway_keys_tenant_scope ON gateway_keys",
            policy("gateway_keys", "gateway_keys_tenant_scope", "org_id"));

    private LegacySchema() {}

    /** The tables its migrations end with. */
    static List<String> tables(MigrationDialect dialect) {
        return MigrationFiles.embedded(dialect.folder(), dialect.syntax()).baseline().up().steps().stream()
                .map(step -> step.sql().text())
                .toList();
    }

    /** Its history table with the first rows of its list. */
    static List<String> history(MigrationDialect dialect, int rows) {
        List<String> names = MigrationFiles.embedded(dialect.folder(), dialect.syntax()).files().stream()
                .filter(MigrationFile::inherited)
                .limit(rows)
                .map(file -> "INSERT INTO schema_migrations(name) VALUES ('" + file.name() + "')")
                .toList();
        return java.util.stream.Stream.concat(java.util.stream.Stream.of(dialect.createHistory("")), names.stream())
                .toList();
    }

    private static String policy(String table, String name, String column) {
        String org = "NULLIF(current_setting('ongoingai.org_id', true), '')";
        String open = "(" + org + " IS NULL OR " + column + " = " + org + ")";
        return "CREATE POLICY " + name + " ON " + table + " USING (" + open + ") WITH CHECK (" + open + ")";
    }
}
