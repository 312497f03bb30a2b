-- A key with few calls among millions is found without reading all of them, as a provider is.
-- Built beside live traffic: it waits for older transactions and blocks none, so the wait has no limit.
-- transaction: none
-- lock-timeout: 0
-- +goose Up
CREATE INDEX CONCURRENTLY idx_traces_by_api_key_hash
    ON traces(api_key_hash) WHERE length(api_key_hash) <= 512;

-- +goose Down
DROP INDEX CONCURRENTLY IF EXISTS idx_traces_by_api_key_hash;
