-- All calls of one agent run, newest first, a page at a time.
-- Only rows that have the value are in it, so calls without one cost nothing.
-- Built beside live traffic: it waits for older transactions and blocks none, so the wait has no limit.
-- transaction: none
-- lock-timeout: 0
-- +goose Up
CREATE INDEX CONCURRENTLY idx_traces_lineage_run_created_at_id
    ON traces(lineage_run_id, created_at DESC, id DESC) WHERE lineage_run_id IS NOT NULL;

-- +goose Down
DROP INDEX CONCURRENTLY IF EXISTS idx_traces_lineage_run_created_at_id;
