-- Calls that did not end with 200, newest first by status. They are few, so it costs little; 200 itself needs no index.
-- +goose Up
CREATE INDEX idx_traces_unusual_status
    ON traces(response_status, created_at) WHERE response_status <> 200;

-- +goose Down
DROP INDEX IF EXISTS idx_traces_unusual_status;
