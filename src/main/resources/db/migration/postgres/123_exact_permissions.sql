-- The exact text of a key's permissions beside the form jsonb makes of it, as the calls have it for their documents: a key
-- that was copied from a SQLite file goes back with its bytes. Permissions that are changed later are jsonb's own form
-- again, whichever program changes them.
-- not-applicable: sqlite a JSON document is its text there
-- Undoing it takes the exact text of permissions that were copied from a file; their meaning stays.
-- destructive: gateway_keys
-- docs: src/docs/migrations.md
-- adr: src/docs/decisions/0190-permissions-keep-their-bytes.md
-- +goose Up
ALTER TABLE gateway_keys ADD COLUMN permissions_exact TEXT;

CREATE OR REPLACE FUNCTION gateway_keys_forget_exact() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.permissions_exact := NULL;
    RETURN NEW;
END
$$;
DROP TRIGGER IF EXISTS gateway_keys_permissions_changed ON gateway_keys;
CREATE TRIGGER gateway_keys_permissions_changed
    BEFORE UPDATE OF permissions ON gateway_keys
    FOR EACH ROW WHEN (NEW.permissions IS DISTINCT FROM OLD.permissions)
    EXECUTE FUNCTION gateway_keys_forget_exact();

-- +goose Down
DROP TRIGGER IF EXISTS gateway_keys_permissions_changed ON gateway_keys;
DROP FUNCTION IF EXISTS gateway_keys_forget_exact();
ALTER TABLE gateway_keys DROP COLUMN permissions_exact;
