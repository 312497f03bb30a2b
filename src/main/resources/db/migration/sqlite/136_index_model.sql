-- A model with few calls among millions is found without reading all of them, as a provider is. A name longer than any
-- that is written now stays out: a server takes 2,704 bytes into an index, and a file of the older program has no limit.
-- +goose Up
CREATE INDEX idx_traces_by_model
    ON traces(model) WHERE length(model) <= 512;

-- +goose Down
DROP INDEX IF EXISTS idx_traces_by_model;
