-- The same list inside one tenant, tenant first as its policy needs it.
-- Built beside live traffic: it waits for older transactions and blocks none, so the wait has no limit.
-- transaction: none
-- lock-timeout: 0
-- +goose Up
CREATE INDEX CONCURRENTLY idx_traces_tenant_created_at
    ON traces(org_id, workspace_id, created_at);

-- +goose Down
DROP INDEX CONCURRENTLY IF EXISTS idx_traces_tenant_created_at;
