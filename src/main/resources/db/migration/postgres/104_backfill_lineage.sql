-- Earlier calls carry these ids only inside their metadata; lists find them by column. Only rows that have one to copy
-- are written, and no lock but those rows' own is held. Cut to 512 characters, as every id that is written now: a server
-- takes 2,704 bytes into an index, and the older program took an id of any length.
-- statement-timeout: 0
-- +goose Up
-- Policies are forced on the owner too; the operator's scope sees every row.
SET LOCAL row_security = on;
SET LOCAL ongoingai.scope = 'operator';

UPDATE traces
SET correlation_id = coalesce(correlation_id, CASE WHEN jsonb_typeof(metadata->'correlation_id') = 'string'
        THEN nullif(left(metadata->>'correlation_id', 512), '') END),
    lineage_thread_id = coalesce(lineage_thread_id, CASE WHEN jsonb_typeof(metadata->'lineage_thread_id') = 'string'
        THEN nullif(left(metadata->>'lineage_thread_id', 512), '') END),
    lineage_run_id = coalesce(lineage_run_id, CASE WHEN jsonb_typeof(metadata->'lineage_run_id') = 'string'
        THEN nullif(left(metadata->>'lineage_run_id', 512), '') END)
WHERE (correlation_id IS NULL AND jsonb_typeof(metadata->'correlation_id') = 'string')
   OR (lineage_thread_id IS NULL AND jsonb_typeof(metadata->'lineage_thread_id') = 'string')
   OR (lineage_run_id IS NULL AND jsonb_typeof(metadata->'lineage_run_id') = 'string');

SET LOCAL ongoingai.scope = '';

-- +goose Down
-- Nothing to undo: the columns go with the file that added them, and until then the values are right.
SELECT 1;
