-- The few very large or very small calls among millions are found without reading all of them.
-- +goose Up
CREATE INDEX idx_traces_total_tokens
    ON traces(total_tokens);

-- +goose Down
DROP INDEX IF EXISTS idx_traces_total_tokens;
