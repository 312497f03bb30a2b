-- One request followed through logs and services: an exact look-up that finds a handful of rows.
-- Only rows that have the value are in it, so calls without one cost nothing.
-- +goose Up
CREATE INDEX idx_traces_correlation_id
    ON traces(correlation_id) WHERE correlation_id IS NOT NULL;

-- +goose Down
DROP INDEX IF EXISTS idx_traces_correlation_id;
