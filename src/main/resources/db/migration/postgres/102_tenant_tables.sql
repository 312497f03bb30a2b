-- Gateway keys, organisations and workspaces in the shape the older program's start-up code left them, whatever version
-- of it ran last; that code stood outside its history.
-- not-applicable: sqlite tenants and keys live in the configuration there, the file holds calls only
-- docs: src/docs/migrations.md#tenant-isolation-on-postgresql
-- +goose Up
CREATE TABLE IF NOT EXISTS workspaces (
    id TEXT NOT NULL,
    org_id TEXT NOT NULL,
    name TEXT NOT NULL DEFAULT '',
    created_at TIMESTAMPTZ NOT NULL DEFAULT NOW()
);
CREATE INDEX IF NOT EXISTS idx_workspaces_org_id ON workspaces(org_id);
CREATE UNIQUE INDEX IF NOT EXISTS idx_workspaces_org_id_id ON workspaces(org_id, id);
CREATE INDEX IF NOT EXISTS idx_workspaces_id ON workspaces(id);

DO $$
BEGIN
    IF EXISTS (
        SELECT 1
        FROM pg_constraint c
        WHERE c.conrelid = to_regclass('workspaces')
          AND c.conname = 'workspaces_pkey'
          AND c.contype = 'p'
          AND c.conkey = ARRAY[(
              SELECT a.attnum FROM pg_attribute a WHERE a.attrelid = c.conrelid AND a.attname = 'id')]
    ) THEN
        ALTER TABLE workspaces DROP CONSTRAINT workspaces_pkey;
        ALTER TABLE workspaces ALTER COLUMN id SET NOT NULL;
    END IF;
END $$;

CREATE TABLE IF NOT EXISTS gateway_keys (
    id TEXT PRIMARY KEY,
    token_hash TEXT NOT NULL UNIQUE,
    token TEXT,
    org_id TEXT NOT NULL DEFAULT 'default',
    workspace_id TEXT NOT NULL DEFAULT 'default',
    name TEXT NOT NULL DEFAULT '',
    description TEXT NOT NULL DEFAULT '',
    created_by TEXT NOT NULL DEFAULT '',
    last_used_at TIMESTAMPTZ,
    role TEXT NOT NULL DEFAULT 'developer',
    permissions JSONB,
    revoked_at TIMESTAMPTZ,
    created_at TIMESTAMPTZ NOT NULL DEFAULT NOW()
);
ALTER TABLE gateway_keys ADD COLUMN IF NOT EXISTS token_hash TEXT;
ALTER TABLE gateway_keys ADD COLUMN IF NOT EXISTS token TEXT;
ALTER TABLE gateway_keys ADD COLUMN IF NOT EXISTS org_id TEXT NOT NULL DEFAULT 'default';
ALTER TABLE gateway_keys ADD COLUMN IF NOT EXISTS workspace_id TEXT NOT NULL DEFAULT 'default';
ALTER TABLE gateway_keys ADD COLUMN IF NOT EXISTS name TEXT NOT NULL DEFAULT '';
ALTER TABLE gateway_keys ADD COLUMN IF NOT EXISTS description TEXT NOT NULL DEFAULT '';
ALTER TABLE gateway_keys ADD COLUMN IF NOT EXISTS created_by TEXT NOT NULL DEFAULT '';
ALTER TABLE gateway_keys ADD COLUMN IF NOT EXISTS last_used_at TIMESTAMPTZ;
ALTER TABLE gateway_keys ADD COLUMN IF NOT EXISTS role TEXT NOT NULL DEFAULT 'developer';
ALTER TABLE gateway_keys ADD COLUMN IF NOT EXISTS permissions JSONB;
ALTER TABLE gateway_keys ADD COLUMN IF NOT EXISTS revoked_at TIMESTAMPTZ;
ALTER TABLE gateway_keys ADD COLUMN IF NOT EXISTS created_at TIMESTAMPTZ NOT NULL DEFAULT NOW();

-- Row-level security may be forced already; the three small tables are opened to their owner for this file, and the next
-- one closes them.
ALTER TABLE organizations NO FORCE ROW LEVEL SECURITY;
ALTER TABLE workspaces NO FORCE ROW LEVEL SECURITY;
ALTER TABLE gateway_keys NO FORCE ROW LEVEL SECURITY;

-- No token in plain text survives: what is needed to recognise a key is its hash.
UPDATE gateway_keys
SET token_hash = encode(sha256(convert_to(token, 'UTF8')), 'hex')
WHERE coalesce(token_hash, '') = '' AND coalesce(token, '') <> '' AND token NOT LIKE 'redacted:%';
UPDATE gateway_keys SET token = 'redacted:' || id WHERE token IS NULL OR token NOT LIKE 'redacted:%';
ALTER TABLE gateway_keys ALTER COLUMN token_hash SET NOT NULL;
DO $$
BEGIN
    IF NOT EXISTS (
        SELECT 1 FROM pg_constraint
        WHERE conrelid = to_regclass('gateway_keys') AND conname = 'gateway_keys_token_hash_key'
    ) THEN
        ALTER TABLE gateway_keys ADD CONSTRAINT gateway_keys_token_hash_key UNIQUE (token_hash);
    END IF;
END $$;

CREATE UNIQUE INDEX IF NOT EXISTS idx_gateway_keys_token_hash ON gateway_keys(token_hash);
CREATE INDEX IF NOT EXISTS idx_gateway_keys_active ON gateway_keys(revoked_at) WHERE revoked_at IS NULL;
CREATE INDEX IF NOT EXISTS idx_gateway_keys_org_workspace_active
    ON gateway_keys(org_id, workspace_id) WHERE revoked_at IS NULL;

INSERT INTO organizations (id, name)
SELECT org_id, org_id FROM workspaces
UNION
SELECT org_id, org_id FROM gateway_keys
ON CONFLICT DO NOTHING;
INSERT INTO workspaces (id, org_id, name)
SELECT DISTINCT workspace_id, org_id, workspace_id FROM gateway_keys
ON CONFLICT DO NOTHING;

DO $$
BEGIN
    IF NOT EXISTS (SELECT 1 FROM pg_constraint WHERE conrelid = to_regclass('workspaces') AND conname = 'fk_workspaces_organization') THEN
        ALTER TABLE workspaces ADD CONSTRAINT fk_workspaces_organization
            FOREIGN KEY (org_id) REFERENCES organizations(id) ON UPDATE CASCADE ON DELETE RESTRICT;
    END IF;
END $$;

DO $$
BEGIN
    IF NOT EXISTS (SELECT 1 FROM pg_constraint WHERE conrelid = to_regclass('gateway_keys') AND conname = 'fk_gateway_keys_workspace_tenant') THEN
        ALTER TABLE gateway_keys ADD CONSTRAINT fk_gateway_keys_workspace_tenant
            FOREIGN KEY (org_id, workspace_id) REFERENCES workspaces(org_id, id) ON UPDATE CASCADE ON DELETE RESTRICT;
    END IF;
END $$;

-- +goose Down
-- Keys that exist are kept: the older program needs them.
DO $$
BEGIN
    IF NOT EXISTS (SELECT 1 FROM gateway_keys) THEN
        DROP TABLE gateway_keys;
    END IF;
END $$;
