-- A provider with few calls among millions is found without reading all of them; one with many is met on the way through
-- the list by time. Few different values, so an entry costs a few bytes. Longer texts than any written
-- now stay out: a server takes 2,704 bytes into an index, and a file of the older program has no limit.
-- Built beside live traffic: it waits for older transactions and blocks none, so the wait has no limit.
-- transaction: none
-- lock-timeout: 0
-- +goose Up
CREATE INDEX CONCURRENTLY idx_traces_by_provider
    ON traces(provider) WHERE length(provider) <= 512;

-- +goose Down
DROP INDEX CONCURRENTLY IF EXISTS idx_traces_by_provider;
