-- The tables of tenants and keys that the server has had from the start, so that a database moves in both directions
-- with every row. Calls do not refer to them here, because an inherited table is not rebuilt; whoever writes a call
-- writes its tenant as well. Times are microseconds since 1970, UTC.
-- Undoing it leaves the tables where they are: an older program does not know them, and their rows exist nowhere else.
-- docs: src/docs/migrations.md
-- not-applicable: postgres it has had these tables from the start
-- +goose Up
CREATE TABLE IF NOT EXISTS organizations (
    id TEXT NOT NULL PRIMARY KEY,
    name TEXT NOT NULL DEFAULT '',
    created_at INTEGER NOT NULL
);

CREATE TABLE IF NOT EXISTS workspaces (
    id TEXT NOT NULL,
    org_id TEXT NOT NULL,
    name TEXT NOT NULL DEFAULT '',
    created_at INTEGER NOT NULL,
    FOREIGN KEY (org_id) REFERENCES organizations(id) ON UPDATE CASCADE ON DELETE RESTRICT
);
CREATE INDEX IF NOT EXISTS idx_workspaces_org_id ON workspaces(org_id);
CREATE UNIQUE INDEX IF NOT EXISTS idx_workspaces_org_id_id ON workspaces(org_id, id);
CREATE INDEX IF NOT EXISTS idx_workspaces_id ON workspaces(id);

CREATE TABLE IF NOT EXISTS gateway_keys (
    id TEXT NOT NULL PRIMARY KEY,
    token_hash TEXT NOT NULL UNIQUE,
    token TEXT,
    org_id TEXT NOT NULL DEFAULT 'default',
    workspace_id TEXT NOT NULL DEFAULT 'default',
    name TEXT NOT NULL DEFAULT '',
    description TEXT NOT NULL DEFAULT '',
    created_by TEXT NOT NULL DEFAULT '',
    last_used_at INTEGER,
    role TEXT NOT NULL DEFAULT 'developer',
    permissions TEXT,
    revoked_at INTEGER,
    created_at INTEGER NOT NULL,
    FOREIGN KEY (org_id, workspace_id) REFERENCES workspaces(org_id, id) ON UPDATE CASCADE ON DELETE RESTRICT
);
CREATE UNIQUE INDEX IF NOT EXISTS idx_gateway_keys_token_hash ON gateway_keys(token_hash);
CREATE INDEX IF NOT EXISTS idx_gateway_keys_active ON gateway_keys(revoked_at) WHERE revoked_at IS NULL;
CREATE INDEX IF NOT EXISTS idx_gateway_keys_org_workspace_active
    ON gateway_keys(org_id, workspace_id) WHERE revoked_at IS NULL;

INSERT INTO organizations (id, name, created_at)
VALUES ('default', 'Default Organization', unixepoch() * 1000000)
ON CONFLICT DO NOTHING;
INSERT INTO workspaces (id, org_id, name, created_at)
VALUES ('default', 'default', 'Default Workspace', unixepoch() * 1000000)
ON CONFLICT DO NOTHING;
-- The tenants of the calls that are there; the index on them is read, not the table.
INSERT INTO organizations (id, name, created_at)
SELECT DISTINCT org_id, org_id, unixepoch() * 1000000 FROM traces WHERE true
ON CONFLICT DO NOTHING;
INSERT INTO workspaces (id, org_id, name, created_at)
SELECT DISTINCT workspace_id, org_id, workspace_id, unixepoch() * 1000000
FROM traces WHERE true
ON CONFLICT DO NOTHING;

-- +goose Down
-- Tenants and keys that exist are kept.
SELECT 1;
