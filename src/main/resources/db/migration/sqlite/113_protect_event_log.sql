-- What was ever done to the schema can be added to and neither changed nor deleted, whoever is connected: the log is worth
-- something only when nobody can make it say something else. A database is left behind with it, so nothing grows for ever:
-- a migration leaves one row.
-- docs: src/docs/operations.md#who-did-what-to-the-schema
-- +goose Up
CREATE TRIGGER IF NOT EXISTS schema_migration_events_keep_what_they_say
BEFORE UPDATE ON schema_migration_events
BEGIN
    SELECT RAISE(ABORT, 'schema_migration_events can only be added to');
END;
CREATE TRIGGER IF NOT EXISTS schema_migration_events_stay
BEFORE DELETE ON schema_migration_events
BEGIN
    SELECT RAISE(ABORT, 'schema_migration_events can only be added to');
END;

-- +goose Down
DROP TRIGGER IF EXISTS schema_migration_events_keep_what_they_say;
DROP TRIGGER IF EXISTS schema_migration_events_stay;
