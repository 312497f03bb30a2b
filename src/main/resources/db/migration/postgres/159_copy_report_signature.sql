-- The signature over a copy's report, when whoever copied named a key: it stands beside the report's JSON, whose bytes it
-- is over, so that any reader can tell whether they were changed.
-- Undoing it takes the signatures; the reports stay, and the same copy run again with its key signs anew.
-- docs: src/docs/operations.md
-- destructive: copy_jobs
-- adr: src/docs/decisions/0238-signed-copy-reports.md
-- +goose Up
ALTER TABLE copy_jobs ADD COLUMN report_signature TEXT;

-- +goose Down
ALTER TABLE copy_jobs DROP COLUMN report_signature;
