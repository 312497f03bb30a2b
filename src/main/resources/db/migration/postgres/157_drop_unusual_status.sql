-- The one with the values has taken its place.
-- statement-timeout: 0
-- +goose Up
DROP INDEX IF EXISTS idx_traces_unusual_status;

-- +goose Down
CREATE INDEX IF NOT EXISTS idx_traces_unusual_status ON traces(response_status, created_at) WHERE response_status <> 200;
