-- The list without a tenant, newest first: time alone. Calls of the same microsecond are put in order by id as they are
-- read, so the id need not lie in the index; and time rises, so pages are filled to the end.
-- +goose Up
CREATE INDEX idx_traces_created_at
    ON traces(created_at);

-- +goose Down
DROP INDEX IF EXISTS idx_traces_created_at;
