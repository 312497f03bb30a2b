-- Those with time in them have taken their place.
-- statement-timeout: 0
-- +goose Up
DROP INDEX IF EXISTS idx_traces_by_provider;
DROP INDEX IF EXISTS idx_traces_by_model;
DROP INDEX IF EXISTS idx_traces_by_api_key_hash;

-- +goose Down
CREATE INDEX IF NOT EXISTS idx_traces_by_provider ON traces(provider) WHERE length(provider) <= 512;
CREATE INDEX IF NOT EXISTS idx_traces_by_model ON traces(model) WHERE length(model) <= 512;
CREATE INDEX IF NOT EXISTS idx_traces_by_api_key_hash ON traces(api_key_hash) WHERE length(api_key_hash) <= 512;
