-- Which gateway key a call was made with, until then only inside the metadata.
-- irreversible: undoing it would lose the key of every call whose metadata does not name it
-- +goose Up
-- The older program added these outside its history, before this file; the second index below needs them.
-- if-missing: traces.org_id
ALTER TABLE traces ADD COLUMN org_id TEXT NOT NULL DEFAULT 'default';
-- if-missing: traces.workspace_id
ALTER TABLE traces ADD COLUMN workspace_id TEXT NOT NULL DEFAULT 'default';

-- The older program could add the column and die before it wrote the history row; it then never started again.
-- if-missing: traces.gateway_key_id
ALTER TABLE traces ADD COLUMN gateway_key_id TEXT;

UPDATE traces
SET gateway_key_id = json_extract(metadata, '$.gateway_key_id')
WHERE gateway_key_id IS NULL
  AND CASE WHEN json_valid(metadata) THEN json_type(metadata, '$.gateway_key_id') = 'text' ELSE FALSE END;

CREATE INDEX IF NOT EXISTS idx_traces_gateway_key_id ON traces(gateway_key_id);
CREATE INDEX IF NOT EXISTS idx_traces_org_workspace_gateway_key_timestamp
    ON traces(org_id, workspace_id, gateway_key_id, timestamp);
