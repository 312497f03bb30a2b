-- Statistics of expressions in indexes are made by whoever looks at the table next, which may be a tenth of the table away. Changes nothing that is stored, and keeps nobody from the table; it waits for
-- another of its kind only, and so without a limit.
-- not-applicable: sqlite nobody keeps statistics of a file
-- statement-timeout: 0
-- lock-timeout: 0
-- +goose Up
ANALYZE traces;

-- +goose Down
SELECT 1;
