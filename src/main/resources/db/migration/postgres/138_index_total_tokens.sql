-- The few very large or very small calls among millions are found without reading all of them.
-- Built beside live traffic: it waits for older transactions and blocks none, so the wait has no limit.
-- transaction: none
-- lock-timeout: 0
-- +goose Up
CREATE INDEX CONCURRENTLY idx_traces_total_tokens
    ON traces(total_tokens);

-- +goose Down
DROP INDEX CONCURRENTLY IF EXISTS idx_traces_total_tokens;
