-- What the older program did not record: how a call ended, the provider's own token figures beside a split without
-- overlap, the exact cost with the price it was made from, and the two lineage ids and the correlation id that lists
-- are filtered by. Every column may be NULL and has no default, so an older program still writes its rows and
-- no row is rewritten.
-- Undoing it takes how calls ended, exact usage and exact cost from every recorded call.
-- destructive: traces
-- docs: src/main/resources/openapi/openapi.yaml
-- +goose Up
-- Tables that only the older program's start-up code completed may still lack these.
-- if-missing: traces.time_to_first_token_us
ALTER TABLE traces ADD COLUMN time_to_first_token_us INTEGER;
-- if-missing: traces.org_id
ALTER TABLE traces ADD COLUMN org_id TEXT NOT NULL DEFAULT 'default';
-- if-missing: traces.workspace_id
ALTER TABLE traces ADD COLUMN workspace_id TEXT NOT NULL DEFAULT 'default';
-- if-missing: traces.gateway_key_id
ALTER TABLE traces ADD COLUMN gateway_key_id TEXT;

ALTER TABLE traces ADD COLUMN correlation_id TEXT;
ALTER TABLE traces ADD COLUMN lineage_thread_id TEXT;
ALTER TABLE traces ADD COLUMN lineage_run_id TEXT;
ALTER TABLE traces ADD COLUMN completion TEXT;
ALTER TABLE traces ADD COLUMN usage_source TEXT;
ALTER TABLE traces ADD COLUMN usage_kind TEXT;
ALTER TABLE traces ADD COLUMN response_model TEXT;
ALTER TABLE traces ADD COLUMN finish_reason TEXT;
ALTER TABLE traces ADD COLUMN error_type TEXT;
ALTER TABLE traces ADD COLUMN stated_input_tokens INTEGER;
ALTER TABLE traces ADD COLUMN stated_output_tokens INTEGER;
ALTER TABLE traces ADD COLUMN stated_total_tokens INTEGER;
ALTER TABLE traces ADD COLUMN stated_cache_read_tokens INTEGER;
ALTER TABLE traces ADD COLUMN stated_cache_write_tokens INTEGER;
ALTER TABLE traces ADD COLUMN stated_reasoning_tokens INTEGER;
ALTER TABLE traces ADD COLUMN input_uncached_tokens INTEGER;
ALTER TABLE traces ADD COLUMN cache_read_tokens INTEGER;
ALTER TABLE traces ADD COLUMN cache_write_5m_tokens INTEGER;
ALTER TABLE traces ADD COLUMN cache_write_1h_tokens INTEGER;
ALTER TABLE traces ADD COLUMN output_all_tokens INTEGER;
ALTER TABLE traces ADD COLUMN cost_nano_usd INTEGER;
ALTER TABLE traces ADD COLUMN price_id TEXT;
ALTER TABLE traces ADD COLUMN request_body_encoding TEXT;
ALTER TABLE traces ADD COLUMN response_body_encoding TEXT;

-- +goose Down
ALTER TABLE traces DROP COLUMN response_body_encoding;
ALTER TABLE traces DROP COLUMN request_body_encoding;
ALTER TABLE traces DROP COLUMN price_id;
ALTER TABLE traces DROP COLUMN cost_nano_usd;
ALTER TABLE traces DROP COLUMN output_all_tokens;
ALTER TABLE traces DROP COLUMN cache_write_1h_tokens;
ALTER TABLE traces DROP COLUMN cache_write_5m_tokens;
ALTER TABLE traces DROP COLUMN cache_read_tokens;
ALTER TABLE traces DROP COLUMN input_uncached_tokens;
ALTER TABLE traces DROP COLUMN stated_reasoning_tokens;
ALTER TABLE traces DROP COLUMN stated_cache_write_tokens;
ALTER TABLE traces DROP COLUMN stated_cache_read_tokens;
ALTER TABLE traces DROP COLUMN stated_total_tokens;
ALTER TABLE traces DROP COLUMN stated_output_tokens;
ALTER TABLE traces DROP COLUMN stated_input_tokens;
ALTER TABLE traces DROP COLUMN error_type;
ALTER TABLE traces DROP COLUMN finish_reason;
ALTER TABLE traces DROP COLUMN response_model;
ALTER TABLE traces DROP COLUMN usage_kind;
ALTER TABLE traces DROP COLUMN usage_source;
ALTER TABLE traces DROP COLUMN completion;
ALTER TABLE traces DROP COLUMN lineage_run_id;
ALTER TABLE traces DROP COLUMN lineage_thread_id;
ALTER TABLE traces DROP COLUMN correlation_id;
