-- Tenants are kept apart by the database: without a scope nobody sees or writes a row. The names are the older program's,
-- because permissive policies add up and its open ones must not stand beside these. Three scopes, each set inside one
-- transaction only:
--   tenant     ongoingai.org_id and ongoingai.workspace_id name the one tenant
--   writer     ongoingai.scope = 'writer' inserts rows of many tenants in one batch and reads none of them
--   operator   ongoingai.scope = 'operator' sees all: backfills, counts, retention, and reads while authentication is off
-- An empty setting is what a finished transaction leaves behind, so empty means no tenant as well. Every start compares
-- these policies with what is written here and puts them right.
-- not-applicable: sqlite there is no row-level security; every query names its tenant
-- Undoing it loses nothing, but without the policies every connection sees every tenant
-- +goose Up
ALTER TABLE traces ENABLE ROW LEVEL SECURITY;
ALTER TABLE traces FORCE ROW LEVEL SECURITY;
DROP POLICY IF EXISTS traces_tenant_scope ON traces;
CREATE POLICY traces_tenant_scope ON traces
    USING (org_id = NULLIF(current_setting('ongoingai.org_id', true), '')
        AND workspace_id = NULLIF(current_setting('ongoingai.workspace_id', true), ''))
    WITH CHECK (org_id = NULLIF(current_setting('ongoingai.org_id', true), '')
        AND workspace_id = NULLIF(current_setting('ongoingai.workspace_id', true), ''));
DROP POLICY IF EXISTS traces_writer ON traces;
CREATE POLICY traces_writer ON traces FOR INSERT
    WITH CHECK (current_setting('ongoingai.scope', true) = 'writer');
DROP POLICY IF EXISTS traces_operator ON traces;
CREATE POLICY traces_operator ON traces
    USING (current_setting('ongoingai.scope', true) = 'operator')
    WITH CHECK (current_setting('ongoingai.scope', true) = 'operator');

ALTER TABLE organizations ENABLE ROW LEVEL SECURITY;
ALTER TABLE organizations FORCE ROW LEVEL SECURITY;
DROP POLICY IF EXISTS organizations_org_scope ON organizations;
CREATE POLICY organizations_org_scope ON organizations
    USING (id = NULLIF(current_setting('ongoingai.org_id', true), ''))
    WITH CHECK (id = NULLIF(current_setting('ongoingai.org_id', true), ''));
DROP POLICY IF EXISTS organizations_writer ON organizations;
CREATE POLICY organizations_writer ON organizations FOR INSERT
    WITH CHECK (current_setting('ongoingai.scope', true) = 'writer');
DROP POLICY IF EXISTS organizations_operator ON organizations;
CREATE POLICY organizations_operator ON organizations
    USING (current_setting('ongoingai.scope', true) = 'operator')
    WITH CHECK (current_setting('ongoingai.scope', true) = 'operator');

ALTER TABLE workspaces ENABLE ROW LEVEL SECURITY;
ALTER TABLE workspaces FORCE ROW LEVEL SECURITY;
DROP POLICY IF EXISTS workspaces_org_scope ON workspaces;
CREATE POLICY workspaces_org_scope ON workspaces
    USING (org_id = NULLIF(current_setting('ongoingai.org_id', true), ''))
    WITH CHECK (org_id = NULLIF(current_setting('ongoingai.org_id', true), ''));
DROP POLICY IF EXISTS workspaces_writer ON workspaces;
CREATE POLICY workspaces_writer ON workspaces FOR INSERT
    WITH CHECK (current_setting('ongoingai.scope', true) = 'writer');
DROP POLICY IF EXISTS workspaces_operator ON workspaces;
CREATE POLICY workspaces_operator ON workspaces
    USING (current_setting('ongoingai.scope', true) = 'operator')
    WITH CHECK (current_setting('ongoingai.scope', true) = 'operator');

ALTER TABLE gateway_keys ENABLE ROW LEVEL SECURITY;
ALTER TABLE gateway_keys FORCE ROW LEVEL SECURITY;
DROP POLICY IF EXISTS gateway_keys_tenant_scope ON gateway_keys;
CREATE POLICY gateway_keys_tenant_scope ON gateway_keys
    USING (org_id = NULLIF(current_setting('ongoingai.org_id', true), '')
        AND workspace_id = NULLIF(current_setting('ongoingai.workspace_id', true), ''))
    WITH CHECK (org_id = NULLIF(current_setting('ongoingai.org_id', true), '')
        AND workspace_id = NULLIF(current_setting('ongoingai.workspace_id', true), ''));
DROP POLICY IF EXISTS gateway_keys_operator ON gateway_keys;
CREATE POLICY gateway_keys_operator ON gateway_keys
    USING (current_setting('ongoingai.scope', true) = 'operator')
    WITH CHECK (current_setting('ongoingai.scope', true) = 'operator');

-- +goose Down
DROP POLICY IF EXISTS traces_tenant_scope ON traces;
DROP POLICY IF EXISTS traces_writer ON traces;
DROP POLICY IF EXISTS traces_operator ON traces;
ALTER TABLE traces NO FORCE ROW LEVEL SECURITY;
ALTER TABLE traces DISABLE ROW LEVEL SECURITY;

DROP POLICY IF EXISTS organizations_org_scope ON organizations;
DROP POLICY IF EXISTS organizations_writer ON organizations;
DROP POLICY IF EXISTS organizations_operator ON organizations;
ALTER TABLE organizations NO FORCE ROW LEVEL SECURITY;
ALTER TABLE organizations DISABLE ROW LEVEL SECURITY;

DROP POLICY IF EXISTS workspaces_org_scope ON workspaces;
DROP POLICY IF EXISTS workspaces_writer ON workspaces;
DROP POLICY IF EXISTS workspaces_operator ON workspaces;
ALTER TABLE workspaces NO FORCE ROW LEVEL SECURITY;
ALTER TABLE workspaces DISABLE ROW LEVEL SECURITY;

DROP POLICY IF EXISTS gateway_keys_tenant_scope ON gateway_keys;
DROP POLICY IF EXISTS gateway_keys_operator ON gateway_keys;
ALTER TABLE gateway_keys NO FORCE ROW LEVEL SECURITY;
ALTER TABLE gateway_keys DISABLE ROW LEVEL SECURITY;
