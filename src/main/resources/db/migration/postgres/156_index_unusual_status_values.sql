-- Unusual statuses with what they are asked for together with: a provider that has none of a status is told from the index, where
-- every call of the status was read before. Few calls have one, so it costs next to nothing.
-- As names they have 63 bytes at most: a server takes no more than 2,704 into an entry. Under row-level security a search may use
-- that conversion, which tells nothing of a row, and hardly any other.
-- Built beside live traffic: it waits for older transactions and blocks none, so the wait has no limit.
-- transaction: none
-- lock-timeout: 0
-- +goose Up
CREATE INDEX CONCURRENTLY idx_traces_unusual_status_values
    ON traces(response_status, created_at, (provider::name), (model::name)) WHERE response_status <> 200;

-- +goose Down
DROP INDEX CONCURRENTLY IF EXISTS idx_traces_unusual_status_values;
