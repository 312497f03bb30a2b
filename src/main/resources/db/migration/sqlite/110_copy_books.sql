-- The books of "ongoingai db copy", kept in the database that is copied into: one row a job, one a chunk, written in the
-- transaction that writes the chunk's rows, so that a copy that was killed goes on where it stood. Times are
-- microseconds since 1970, UTC.
-- Undoing it takes the books of past copies; what they brought stays.
-- docs: src/docs/operations.md
-- destructive: copy_jobs, copy_chunks
-- +goose Up
CREATE TABLE copy_jobs (
    id TEXT NOT NULL PRIMARY KEY,
    source TEXT NOT NULL,
    target TEXT NOT NULL,
    source_id TEXT NOT NULL,
    schema_version INTEGER NOT NULL,
    options TEXT NOT NULL,
    state TEXT NOT NULL,
    started_at INTEGER NOT NULL,
    finished_at INTEGER,
    report_text TEXT,
    report_json TEXT
);

CREATE TABLE copy_chunks (
    job_id TEXT NOT NULL,
    table_name TEXT NOT NULL,
    chunk_no INTEGER NOT NULL,
    key_from TEXT NOT NULL,
    key_to TEXT NOT NULL,
    row_count INTEGER NOT NULL,
    hash TEXT NOT NULL,
    PRIMARY KEY (job_id, table_name, chunk_no),
    FOREIGN KEY (job_id) REFERENCES copy_jobs(id) ON UPDATE CASCADE ON DELETE CASCADE
);

-- +goose Down
DROP TABLE IF EXISTS copy_chunks;
DROP TABLE IF EXISTS copy_jobs;
