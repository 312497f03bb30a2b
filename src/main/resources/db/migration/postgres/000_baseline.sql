-- What an empty database takes instead of the inherited files; their names are stamped with it. A test holds it equal
-- to their replay.
-- irreversible: undoing it would drop every recorded call
-- +goose Up
CREATE TABLE organizations (
    id TEXT PRIMARY KEY,
    name TEXT NOT NULL DEFAULT '',
    created_at TIMESTAMPTZ NOT NULL DEFAULT NOW()
);

CREATE TABLE workspaces (
    id TEXT NOT NULL,
    org_id TEXT NOT NULL,
    name TEXT NOT NULL DEFAULT '',
    created_at TIMESTAMPTZ NOT NULL DEFAULT NOW()
);

CREATE INDEX idx_workspaces_org_id ON workspaces(org_id);
CREATE UNIQUE INDEX idx_workspaces_org_id_id ON workspaces(org_id, id);
CREATE INDEX idx_workspaces_id ON workspaces(id);

ALTER TABLE workspaces ADD CONSTRAINT fk_workspaces_organization
    FOREIGN KEY (org_id) REFERENCES organizations(id) ON UPDATE CASCADE ON DELETE RESTRICT;

INSERT INTO organizations (id, name) VALUES ('default', 'Default Organization') ON CONFLICT DO NOTHING;
INSERT INTO workspaces (id, org_id, name) VALUES ('default', 'default', 'Default Workspace') ON CONFLICT DO NOTHING;

CREATE TABLE traces (
    id TEXT PRIMARY KEY,
    trace_group_id TEXT,
    org_id TEXT NOT NULL DEFAULT 'default',
    workspace_id TEXT NOT NULL DEFAULT 'default',
    timestamp TIMESTAMPTZ NOT NULL,
    provider TEXT NOT NULL,
    model TEXT NOT NULL,
    request_method TEXT NOT NULL,
    request_path TEXT NOT NULL,
    request_headers JSONB,
    request_body TEXT,
    response_status INTEGER,
    response_headers JSONB,
    response_body TEXT,
    input_tokens INTEGER,
    output_tokens INTEGER,
    total_tokens INTEGER,
    latency_ms BIGINT,
    time_to_first_token_ms BIGINT,
    time_to_first_token_us BIGINT,
    api_key_hash TEXT,
    estimated_cost_usd DOUBLE PRECISION,
    metadata JSONB,
    created_at TIMESTAMPTZ NOT NULL DEFAULT NOW(),
    gateway_key_id TEXT
);

ALTER TABLE traces ADD CONSTRAINT fk_traces_workspace_tenant
    FOREIGN KEY (org_id, workspace_id) REFERENCES workspaces(org_id, id) ON UPDATE CASCADE ON DELETE RESTRICT;

CREATE INDEX idx_traces_timestamp ON traces(timestamp);
CREATE INDEX idx_traces_provider ON traces(provider);
CREATE INDEX idx_traces_model ON traces(model);
CREATE INDEX idx_traces_api_key_hash ON traces(api_key_hash);
CREATE INDEX idx_traces_org_workspace_created_at_id
    ON traces(org_id, workspace_id, created_at DESC, id DESC);
CREATE INDEX idx_traces_org_workspace_timestamp ON traces(org_id, workspace_id, timestamp);
CREATE INDEX idx_traces_created_at_id ON traces(created_at DESC, id DESC);
CREATE INDEX idx_traces_provider_created_at_id ON traces(provider, created_at DESC, id DESC);
CREATE INDEX idx_traces_model_created_at_id ON traces(model, created_at DESC, id DESC);
CREATE INDEX idx_traces_api_key_hash_created_at_id ON traces(api_key_hash, created_at DESC, id DESC);
CREATE INDEX idx_traces_response_status_created_at_id
    ON traces(response_status, created_at DESC, id DESC);
CREATE INDEX idx_traces_provider_timestamp ON traces(provider, timestamp);
CREATE INDEX idx_traces_model_timestamp ON traces(model, timestamp);
CREATE INDEX idx_traces_api_key_hash_timestamp ON traces(api_key_hash, timestamp);
CREATE INDEX idx_traces_response_status_timestamp ON traces(response_status, timestamp);
CREATE INDEX idx_traces_gateway_key_id ON traces(gateway_key_id);
CREATE INDEX idx_traces_org_workspace_gateway_key_timestamp
    ON traces(org_id, workspace_id, gateway_key_id, timestamp);
