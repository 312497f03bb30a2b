-- The same for calls with one key.
-- Built beside live traffic: it waits for older transactions and blocks none, so the wait has no limit.
-- transaction: none
-- lock-timeout: 0
-- +goose Up
CREATE INDEX CONCURRENTLY idx_traces_api_key_hash_created_at
    ON traces(api_key_hash, (greatest(created_at))) WHERE length(api_key_hash) <= 512;

-- +goose Down
DROP INDEX CONCURRENTLY IF EXISTS idx_traces_api_key_hash_created_at;
