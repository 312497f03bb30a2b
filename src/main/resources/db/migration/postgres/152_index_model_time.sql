-- The same for calls of one model.
-- Built beside live traffic: it waits for older transactions and blocks none, so the wait has no limit.
-- transaction: none
-- lock-timeout: 0
-- +goose Up
CREATE INDEX CONCURRENTLY idx_traces_model_created_at
    ON traces(model, (greatest(created_at))) WHERE length(model) <= 512;

-- +goose Down
DROP INDEX CONCURRENTLY IF EXISTS idx_traces_model_created_at;
