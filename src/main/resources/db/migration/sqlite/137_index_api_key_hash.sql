-- A key with few calls among millions is found without reading all of them, as a provider is.
-- +goose Up
CREATE INDEX idx_traces_by_api_key_hash
    ON traces(api_key_hash) WHERE length(api_key_hash) <= 512;

-- +goose Down
DROP INDEX IF EXISTS idx_traces_by_api_key_hash;
