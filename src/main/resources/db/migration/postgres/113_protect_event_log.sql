-- What was ever done to the schema can be added to and neither changed nor deleted, whoever is connected: the log is worth
-- something only when nobody can make it say something else. A database is left behind with it, so nothing grows for ever:
-- a migration leaves one row.
-- docs: src/docs/operations.md#who-did-what-to-the-schema
-- +goose Up
CREATE OR REPLACE FUNCTION schema_migration_events_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'schema_migration_events can only be added to' USING ERRCODE = 'restrict_violation';
END
$$;
DROP TRIGGER IF EXISTS schema_migration_events_stay ON schema_migration_events;
CREATE TRIGGER schema_migration_events_stay
    BEFORE UPDATE OR DELETE OR TRUNCATE ON schema_migration_events
    FOR EACH STATEMENT EXECUTE FUNCTION schema_migration_events_refuse();

-- +goose Down
DROP TRIGGER IF EXISTS schema_migration_events_stay ON schema_migration_events;
DROP FUNCTION IF EXISTS schema_migration_events_refuse();
