-- The same for calls with one key. Sixteen letters of a hash are 64 bits.
-- +goose Up
CREATE INDEX idx_traces_api_key_hash_created_at
    ON traces(substr(api_key_hash, 1, 16), substr(created_at, 1, 21));

-- +goose Down
DROP INDEX IF EXISTS idx_traces_api_key_hash_created_at;
