-- Calls that did not end with 200, newest first by status. They are few, so it costs little; 200 itself needs no index.
-- Built beside live traffic: it waits for older transactions and blocks none, so the wait has no limit.
-- transaction: none
-- lock-timeout: 0
-- +goose Up
CREATE INDEX CONCURRENTLY idx_traces_unusual_status
    ON traces(response_status, created_at) WHERE response_status <> 200;

-- +goose Down
DROP INDEX CONCURRENTLY IF EXISTS idx_traces_unusual_status;
