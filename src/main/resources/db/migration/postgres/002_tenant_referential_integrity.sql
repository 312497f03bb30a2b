-- Organisations and workspaces, and every call tied to an existing workspace.
-- irreversible: undoing it would drop every organisation and workspace
-- +goose Up
-- An older program may have forced row-level security already, and what follows must see every row.
ALTER TABLE traces NO FORCE ROW LEVEL SECURITY;

-- The older program added these outside its history, and later than this file.
ALTER TABLE traces ADD COLUMN IF NOT EXISTS org_id TEXT NOT NULL DEFAULT 'default';
ALTER TABLE traces ADD COLUMN IF NOT EXISTS workspace_id TEXT NOT NULL DEFAULT 'default';

CREATE TABLE IF NOT EXISTS organizations (
    id TEXT PRIMARY KEY,
    name TEXT NOT NULL DEFAULT '',
    created_at TIMESTAMPTZ NOT NULL DEFAULT NOW()
);

ALTER TABLE organizations ADD COLUMN IF NOT EXISTS name TEXT NOT NULL DEFAULT '';
ALTER TABLE organizations ADD COLUMN IF NOT EXISTS created_at TIMESTAMPTZ NOT NULL DEFAULT NOW();
ALTER TABLE organizations NO FORCE ROW LEVEL SECURITY;

CREATE TABLE IF NOT EXISTS workspaces (
    id TEXT NOT NULL,
    org_id TEXT NOT NULL,
    name TEXT NOT NULL DEFAULT '',
    created_at TIMESTAMPTZ NOT NULL DEFAULT NOW()
);
ALTER TABLE workspaces ADD COLUMN IF NOT EXISTS org_id TEXT NOT NULL DEFAULT 'default';
ALTER TABLE workspaces ADD COLUMN IF NOT EXISTS name TEXT NOT NULL DEFAULT '';
ALTER TABLE workspaces ADD COLUMN IF NOT EXISTS created_at TIMESTAMPTZ NOT NULL DEFAULT NOW();
ALTER TABLE workspaces ALTER COLUMN org_id DROP DEFAULT;
ALTER TABLE workspaces NO FORCE ROW LEVEL SECURITY;

-- A workspace id alone is no key: two organisations may use the same one, and the rows below would collide.
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

CREATE INDEX IF NOT EXISTS idx_workspaces_org_id ON workspaces(org_id);
CREATE UNIQUE INDEX IF NOT EXISTS idx_workspaces_org_id_id ON workspaces(org_id, id);
CREATE INDEX IF NOT EXISTS idx_workspaces_id ON workspaces(id);

INSERT INTO organizations (id, name) VALUES ('default', 'Default Organization') ON CONFLICT DO NOTHING;
INSERT INTO workspaces (id, org_id, name) VALUES ('default', 'default', 'Default Workspace') ON CONFLICT DO NOTHING;

INSERT INTO organizations (id, name)
SELECT DISTINCT org_id, org_id FROM workspaces
UNION
SELECT DISTINCT org_id, org_id FROM traces
ON CONFLICT DO NOTHING;

INSERT INTO workspaces (id, org_id, name)
SELECT DISTINCT workspace_id, org_id, workspace_id FROM traces
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
    IF NOT EXISTS (SELECT 1 FROM pg_constraint WHERE conrelid = to_regclass('traces') AND conname = 'fk_traces_workspace_tenant') THEN
        ALTER TABLE traces ADD CONSTRAINT fk_traces_workspace_tenant
            FOREIGN KEY (org_id, workspace_id) REFERENCES workspaces(org_id, id) ON UPDATE CASCADE ON DELETE RESTRICT;
    END IF;
END $$;
