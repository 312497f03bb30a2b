-- Which values "ongoingai db copy" changed on their way, because this database cannot hold them as they were: a line a
-- value, written in the transaction of its row, so that an escaped value is told from one that only looks like it.
-- Undoing it takes the list; the values stay as they are.
-- docs: src/docs/operations.md
-- destructive: copy_changes
-- +goose Up
CREATE TABLE IF NOT EXISTS copy_changes (
    job_id TEXT NOT NULL,
    table_name TEXT NOT NULL,
    row_key TEXT NOT NULL,
    column_name TEXT NOT NULL,
    PRIMARY KEY (job_id, table_name, row_key, column_name),
    FOREIGN KEY (job_id) REFERENCES copy_jobs(id) ON UPDATE CASCADE ON DELETE CASCADE
);

-- +goose Down
DROP TABLE IF EXISTS copy_changes;
