-- The signature over a copy's report, when whoever copied named a key: over the bytes of the report's JSON in copy_jobs, so
-- that any reader can tell whether they were changed.
-- Undoing it takes the signatures; the reports stay, and the same copy run again with its key signs anew.
-- docs: src/docs/operations.md
-- destructive: copy_signatures
-- adr: src/docs/decisions/0238-signed-copy-reports.md
-- +goose Up
CREATE TABLE IF NOT EXISTS copy_signatures (
    job_id TEXT NOT NULL PRIMARY KEY,
    signature TEXT NOT NULL,
    FOREIGN KEY (job_id) REFERENCES copy_jobs(id) ON UPDATE CASCADE ON DELETE CASCADE
);

-- +goose Down
DROP TABLE IF EXISTS copy_signatures;
