-- Calls of one provider, newest first, wherever in time they lie: those of one that nobody uses any more are found without
-- passing all later calls. The greatest of one time is that time, and no other index has it: a planner that takes values to lie
-- evenly in time would walk along time's instead. Under row-level security a search begins at no other expression.
-- Built beside live traffic: it waits for older transactions and blocks none, so the wait has no limit.
-- transaction: none
-- lock-timeout: 0
-- +goose Up
CREATE INDEX CONCURRENTLY idx_traces_provider_created_at
    ON traces(provider, (greatest(created_at))) WHERE length(provider) <= 512;

-- +goose Down
DROP INDEX CONCURRENTLY IF EXISTS idx_traces_provider_created_at;
