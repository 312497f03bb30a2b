-- Seventeen indexes made every insert write seventeen times; the queries need three of them. Kept are:
--   idx_traces_created_at_id                 the list without a tenant: newest first, one page at any depth
--   idx_traces_org_workspace_created_at_id   the same list inside one tenant, tenant first as its policy needs it
--   idx_traces_timestamp                     time ranges of reports, retention and exports
-- A filter by provider, model, key or status reads the list's index and skips rows: such values match a good part of the
-- table, so an index of their own would save little. The older program creates some of these again when it starts;
-- they do no harm.
-- statement-timeout: 0
-- +goose Up
DROP INDEX IF EXISTS idx_traces_provider;
DROP INDEX IF EXISTS idx_traces_model;
DROP INDEX IF EXISTS idx_traces_api_key_hash;
DROP INDEX IF EXISTS idx_traces_gateway_key_id;
DROP INDEX IF EXISTS idx_traces_org_workspace_timestamp;
DROP INDEX IF EXISTS idx_traces_org_workspace_gateway_key_timestamp;
DROP INDEX IF EXISTS idx_traces_provider_created_at_id;
DROP INDEX IF EXISTS idx_traces_model_created_at_id;
DROP INDEX IF EXISTS idx_traces_api_key_hash_created_at_id;
DROP INDEX IF EXISTS idx_traces_response_status_created_at_id;
DROP INDEX IF EXISTS idx_traces_provider_timestamp;
DROP INDEX IF EXISTS idx_traces_model_timestamp;
DROP INDEX IF EXISTS idx_traces_api_key_hash_timestamp;
DROP INDEX IF EXISTS idx_traces_response_status_timestamp;

-- Those that are kept stand in every database but a few very old ones.
CREATE INDEX IF NOT EXISTS idx_traces_created_at_id ON traces(created_at DESC, id DESC);
CREATE INDEX IF NOT EXISTS idx_traces_org_workspace_created_at_id
    ON traces(org_id, workspace_id, created_at DESC, id DESC);
CREATE INDEX IF NOT EXISTS idx_traces_timestamp ON traces(timestamp);

-- +goose Down
CREATE INDEX IF NOT EXISTS idx_traces_provider ON traces(provider);
CREATE INDEX IF NOT EXISTS idx_traces_model ON traces(model);
CREATE INDEX IF NOT EXISTS idx_traces_api_key_hash ON traces(api_key_hash);
CREATE INDEX IF NOT EXISTS idx_traces_gateway_key_id ON traces(gateway_key_id);
CREATE INDEX IF NOT EXISTS idx_traces_org_workspace_timestamp ON traces(org_id, workspace_id, timestamp);
CREATE INDEX IF NOT EXISTS idx_traces_org_workspace_gateway_key_timestamp
    ON traces(org_id, workspace_id, gateway_key_id, timestamp);
CREATE INDEX IF NOT EXISTS idx_traces_provider_created_at_id ON traces(provider, created_at DESC, id DESC);
CREATE INDEX IF NOT EXISTS idx_traces_model_created_at_id ON traces(model, created_at DESC, id DESC);
CREATE INDEX IF NOT EXISTS idx_traces_api_key_hash_created_at_id ON traces(api_key_hash, created_at DESC, id DESC);
CREATE INDEX IF NOT EXISTS idx_traces_response_status_created_at_id
    ON traces(response_status, created_at DESC, id DESC);
CREATE INDEX IF NOT EXISTS idx_traces_provider_timestamp ON traces(provider, timestamp);
CREATE INDEX IF NOT EXISTS idx_traces_model_timestamp ON traces(model, timestamp);
CREATE INDEX IF NOT EXISTS idx_traces_api_key_hash_timestamp ON traces(api_key_hash, timestamp);
CREATE INDEX IF NOT EXISTS idx_traces_response_status_timestamp ON traces(response_status, timestamp);
