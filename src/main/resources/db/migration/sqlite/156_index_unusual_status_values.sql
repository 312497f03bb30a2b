-- Unusual statuses with what they are asked for together with: a provider that has none of a status is told from the index, where
-- every call of the status was read before. Few calls have one, so it costs next to nothing.
-- +goose Up
CREATE INDEX idx_traces_unusual_status_values
    ON traces(response_status, created_at, provider, model) WHERE response_status <> 200;

-- +goose Down
DROP INDEX IF EXISTS idx_traces_unusual_status_values;
