-- The same for calls of one model.
-- +goose Up
CREATE INDEX idx_traces_model_created_at
    ON traces(substr(model, 1, 512), substr(created_at, 1, 21));

-- +goose Down
DROP INDEX IF EXISTS idx_traces_model_created_at;
