-- The exact text of a JSON document beside the form jsonb makes of it: a call that was copied from a SQLite file keeps
-- its bytes, and goes back with them. jsonb keeps neither blanks nor the order of names nor a repeated one, and refuses
-- some escapes. NULL where jsonb's own form is the text.
-- not-applicable: sqlite a JSON document is its text there
-- Undoing it takes the exact text of documents that were copied from a file; their meaning stays.
-- destructive: traces
-- docs: src/main/resources/openapi/openapi.yaml
-- adr: src/docs/decisions/0120-json-keeps-its-bytes.md
-- +goose Up
ALTER TABLE traces
    ADD COLUMN request_headers_exact TEXT,
    ADD COLUMN response_headers_exact TEXT,
    ADD COLUMN metadata_exact TEXT;

-- +goose Down
ALTER TABLE traces
    DROP COLUMN metadata_exact,
    DROP COLUMN response_headers_exact,
    DROP COLUMN request_headers_exact;
