-- Calls whose two times differ, as those of the older program do. They alone say how far a range of one time may reach
-- beyond the same range of the other; this program writes both alike, so its calls are not in it.
-- Built beside live traffic: it waits for older transactions and blocks none, so the wait has no limit.
-- transaction: none
-- lock-timeout: 0
-- +goose Up
CREATE INDEX CONCURRENTLY idx_traces_time_strays
    ON traces(created_at) WHERE created_at <> timestamp;

-- +goose Down
DROP INDEX CONCURRENTLY IF EXISTS idx_traces_time_strays;
