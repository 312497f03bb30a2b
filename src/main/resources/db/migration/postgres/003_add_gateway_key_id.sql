-- Which gateway key a call was made with, until then only inside the metadata.
-- irreversible: undoing it would lose the key of every call whose metadata does not name it
-- +goose Up
ALTER TABLE traces ADD COLUMN IF NOT EXISTS gateway_key_id TEXT;

-- An older program may have forced row-level security already, and what follows must see every row.
ALTER TABLE traces NO FORCE ROW LEVEL SECURITY;

UPDATE traces
SET gateway_key_id = metadata->>'gateway_key_id'
WHERE gateway_key_id IS NULL
  AND jsonb_typeof(metadata->'gateway_key_id') = 'string';

CREATE INDEX IF NOT EXISTS idx_traces_gateway_key_id ON traces(gateway_key_id);
CREATE INDEX IF NOT EXISTS idx_traces_org_workspace_gateway_key_timestamp
    ON traces(org_id, workspace_id, gateway_key_id, timestamp);
