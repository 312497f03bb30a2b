-- Earlier calls carry these ids only inside their metadata; lists find them by column. Metadata that is not JSON stays
-- as it is, and an empty object is read in its place, because one bad text would fail the whole file. Cut to 512
-- characters, as every id that is written now.
-- +goose Up
UPDATE traces
SET correlation_id = coalesce(traces.correlation_id, found.correlation_id),
    lineage_thread_id = coalesce(traces.lineage_thread_id, found.lineage_thread_id),
    lineage_run_id = coalesce(traces.lineage_run_id, found.lineage_run_id)
FROM (
    SELECT rowid AS place,
           CASE WHEN json_type(doc, '$.correlation_id') = 'text' THEN nullif(substr(json_extract(doc, '$.correlation_id'), 1, 512), '') END AS correlation_id,
           CASE WHEN json_type(doc, '$.lineage_thread_id') = 'text' THEN nullif(substr(json_extract(doc, '$.lineage_thread_id'), 1, 512), '') END AS lineage_thread_id,
           CASE WHEN json_type(doc, '$.lineage_run_id') = 'text' THEN nullif(substr(json_extract(doc, '$.lineage_run_id'), 1, 512), '') END AS lineage_run_id
    FROM (SELECT rowid, CASE WHEN json_valid(metadata) THEN metadata ELSE '{}' END AS doc FROM traces)
) AS found
WHERE traces.rowid = found.place
  AND coalesce(found.correlation_id, found.lineage_thread_id, found.lineage_run_id) IS NOT NULL;

-- +goose Down
-- Nothing to undo: the columns go with the file that added them, and until then the values are right.
SELECT 1;
