-- All calls of one group, newest first. Where a call without a group says so by an empty text, it is not in it either.
-- Built beside live traffic: it waits for older transactions and blocks none, so the wait has no limit.
-- transaction: none
-- lock-timeout: 0
-- +goose Up
CREATE INDEX CONCURRENTLY idx_traces_group_created_at
    ON traces(trace_group_id, created_at) WHERE trace_group_id <> '';

-- +goose Down
DROP INDEX CONCURRENTLY IF EXISTS idx_traces_group_created_at;
