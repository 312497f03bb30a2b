-- What the older program did not record: how a call ended, the provider's own token figures beside a split without
-- overlap, the exact cost with the price it was made from, and the two lineage ids and the correlation id that lists
-- are filtered by. Every column may be NULL and has no default, so an older program still writes its rows and
-- no row is rewritten.
-- Undoing it takes how calls ended, exact usage and exact cost from every recorded call.
-- destructive: traces
-- docs: src/main/resources/openapi/openapi.yaml
-- +goose Up
-- Tables that only the older program's start-up code completed may still lack these.
ALTER TABLE traces ADD COLUMN IF NOT EXISTS time_to_first_token_us BIGINT;
ALTER TABLE traces ADD COLUMN IF NOT EXISTS org_id TEXT NOT NULL DEFAULT 'default';
ALTER TABLE traces ADD COLUMN IF NOT EXISTS workspace_id TEXT NOT NULL DEFAULT 'default';
ALTER TABLE traces ADD COLUMN IF NOT EXISTS gateway_key_id TEXT;

-- One statement, one lock, no rewrite.
ALTER TABLE traces
    ADD COLUMN correlation_id TEXT,
    ADD COLUMN lineage_thread_id TEXT,
    ADD COLUMN lineage_run_id TEXT,
    ADD COLUMN completion TEXT,
    ADD COLUMN usage_source TEXT,
    ADD COLUMN usage_kind TEXT,
    ADD COLUMN response_model TEXT,
    ADD COLUMN finish_reason TEXT,
    ADD COLUMN error_type TEXT,
    ADD COLUMN stated_input_tokens BIGINT,
    ADD COLUMN stated_output_tokens BIGINT,
    ADD COLUMN stated_total_tokens BIGINT,
    ADD COLUMN stated_cache_read_tokens BIGINT,
    ADD COLUMN stated_cache_write_tokens BIGINT,
    ADD COLUMN stated_reasoning_tokens BIGINT,
    ADD COLUMN input_uncached_tokens BIGINT,
    ADD COLUMN cache_read_tokens BIGINT,
    ADD COLUMN cache_write_5m_tokens BIGINT,
    ADD COLUMN cache_write_1h_tokens BIGINT,
    ADD COLUMN output_all_tokens BIGINT,
    ADD COLUMN cost_nano_usd BIGINT,
    ADD COLUMN price_id TEXT,
    ADD COLUMN request_body_encoding TEXT,
    ADD COLUMN response_body_encoding TEXT;

-- +goose Down
ALTER TABLE traces
    DROP COLUMN response_body_encoding,
    DROP COLUMN request_body_encoding,
    DROP COLUMN price_id,
    DROP COLUMN cost_nano_usd,
    DROP COLUMN output_all_tokens,
    DROP COLUMN cache_write_1h_tokens,
    DROP COLUMN cache_write_5m_tokens,
    DROP COLUMN cache_read_tokens,
    DROP COLUMN input_uncached_tokens,
    DROP COLUMN stated_reasoning_tokens,
    DROP COLUMN stated_cache_write_tokens,
    DROP COLUMN stated_cache_read_tokens,
    DROP COLUMN stated_total_tokens,
    DROP COLUMN stated_output_tokens,
    DROP COLUMN stated_input_tokens,
    DROP COLUMN error_type,
    DROP COLUMN finish_reason,
    DROP COLUMN response_model,
    DROP COLUMN usage_kind,
    DROP COLUMN usage_source,
    DROP COLUMN completion,
    DROP COLUMN lineage_run_id,
    DROP COLUMN lineage_thread_id,
    DROP COLUMN correlation_id;
