-- All calls of one conversation, newest first, a page at a time.
-- Only rows that have the value are in it, so calls without one cost nothing.
-- +goose Up
CREATE INDEX idx_traces_lineage_thread_created_at_id
    ON traces(lineage_thread_id, created_at DESC, id DESC) WHERE lineage_thread_id IS NOT NULL;

-- +goose Down
DROP INDEX IF EXISTS idx_traces_lineage_thread_created_at_id;
