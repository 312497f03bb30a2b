-- All calls of one group, newest first. Where a call without a group says so by an empty text, it is not in it either,
-- nor one of the older program's that is longer than any written now: a server takes 2,704 bytes into an index.
-- +goose Up
CREATE INDEX idx_traces_group_created_at
    ON traces(trace_group_id, created_at) WHERE trace_group_id <> '' AND length(trace_group_id) <= 512;

-- +goose Down
DROP INDEX IF EXISTS idx_traces_group_created_at;
