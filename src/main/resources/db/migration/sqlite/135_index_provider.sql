-- A provider with few calls among millions is found without reading all of them; one with many is met on the way through
-- the list by time. Few different values, so an entry costs a few bytes.
-- +goose Up
CREATE INDEX idx_traces_by_provider
    ON traces(provider);

-- +goose Down
DROP INDEX IF EXISTS idx_traces_by_provider;
