-- The same list inside one tenant, tenant first as its policy needs it.
-- +goose Up
CREATE INDEX idx_traces_tenant_created_at
    ON traces(org_id, workspace_id, created_at);

-- +goose Down
DROP INDEX IF EXISTS idx_traces_tenant_created_at;
