-- The list without a tenant, newest first: time alone. Calls of the same microsecond are put in order by id as they are
-- read, so the id need not lie in the index; and time rises, so pages are filled to the end.
-- Built beside live traffic: it waits for older transactions and blocks none, so the wait has no limit.
-- transaction: none
-- lock-timeout: 0
-- +goose Up
CREATE INDEX CONCURRENTLY idx_traces_created_at
    ON traces(created_at);

-- +goose Down
DROP INDEX CONCURRENTLY IF EXISTS idx_traces_created_at;
