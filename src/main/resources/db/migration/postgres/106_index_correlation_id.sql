-- One request followed through logs and services: an exact look-up that finds a handful of rows.
-- Only rows that have the value are in it, so calls without one cost nothing.
-- Built beside live traffic: it waits for older transactions and blocks none, so the wait has no limit.
-- transaction: none
-- lock-timeout: 0
-- +goose Up
CREATE INDEX CONCURRENTLY idx_traces_correlation_id
    ON traces(correlation_id) WHERE correlation_id IS NOT NULL;

-- +goose Down
DROP INDEX CONCURRENTLY IF EXISTS idx_traces_correlation_id;
