-- A model with few calls among millions is found without reading all of them, as a provider is. A name longer than any
-- that is written now stays out: a server takes 2,704 bytes into an index, and a file of the older program has no limit.
-- Built beside live traffic: it waits for older transactions and blocks none, so the wait has no limit.
-- transaction: none
-- lock-timeout: 0
-- +goose Up
CREATE INDEX CONCURRENTLY idx_traces_by_model
    ON traces(model) WHERE length(model) <= 512;

-- +goose Down
DROP INDEX CONCURRENTLY IF EXISTS idx_traces_by_model;
