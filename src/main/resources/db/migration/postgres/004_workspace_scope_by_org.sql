-- A workspace is known by its organisation and its id together.
-- irreversible: a workspace id may be used by several organisations once it is applied
-- +goose Up
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
