-- All calls of one group, newest first. Where a call without a group says so by an empty text, it is not in it either.
-- +goose Up
CREATE INDEX idx_traces_group_created_at
    ON traces(trace_group_id, created_at) WHERE trace_group_id <> '';

-- +goose Down
DROP INDEX IF EXISTS idx_traces_group_created_at;
