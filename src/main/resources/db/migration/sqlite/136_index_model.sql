-- A model with few calls among millions is found without reading all of them, as a provider is.
-- +goose Up
CREATE INDEX idx_traces_by_model
    ON traces(model);

-- +goose Down
DROP INDEX IF EXISTS idx_traces_by_model;
