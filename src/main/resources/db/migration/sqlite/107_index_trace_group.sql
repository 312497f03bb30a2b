-- All calls of one group, newest first, a page at a time.
-- Only rows that have the value are in it, so calls without one cost nothing.
-- +goose Up
CREATE INDEX idx_traces_trace_group_created_at_id
    ON traces(trace_group_id, created_at DESC, id DESC) WHERE trace_group_id IS NOT NULL;

-- +goose Down
DROP INDEX IF EXISTS idx_traces_trace_group_created_at_id;
