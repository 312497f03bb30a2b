package ai.ongoing.gateway.cli;

import ai.ongoing.gateway.config.StorageDriver;
import ai.ongoing.gateway.storage.schema.MigratingChild.Verb;
import ai.ongoing.gateway.storage.schema.MigratorProcess;
import ai.ongoing.gateway.storage.schema.SchemaBackend;
import java.io.IOException;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;

/** What somebody does to a schema who should not be let near it, and how the same hand takes it back. */
enum FoolishAct {
    TYPES_A_COMMAND {
        @Override
        Runnable on(SchemaBackend backend, Random random, Consumer<String> operator) {
            operator.accept(COMMANDS.get(random.nextInt(COMMANDS.size())));
            return () -> {};
        }
    },
    KILLS_A_PROCESS {
        @Override
        Runnable on(SchemaBackend backend, Random random, Consumer<String> operator) {
            try (MigratorProcess process = MigratorProcess.start()) {
                Verb verb = List.of(Verb.values()).get(random.nextInt(Verb.values().length));
                process.awaitReady().command(random.nextInt(120), verb, backend);
                process.story();
                process.kill();
                process.exitCode();
                return () -> {};
            } catch (IOException | InterruptedException e) {
                throw new AssertionError(e);
            }
        }
    },
    EDITS_AN_APPLIED_FILE {
        @Override
        Runnable on(SchemaBackend backend, Random random, Consumer<String> operator) {
            String name = oneOf(backend, random, "checksum_up IS NOT NULL");
            backend.execute(
                    "UPDATE schema_migrations SET checksum_up = 'v1:0123456789abcdef0123' WHERE name = " + name);
            return () ->
                    backend.execute("UPDATE schema_migrations SET checksum_up = (SELECT checksum_up FROM kept WHERE"
                            + " kept.name = schema_migrations.name) WHERE name = " + name);
        }
    },
    DELETES_A_ROW_OF_THE_HISTORY {
        @Override
        Runnable on(SchemaBackend backend, Random random, Consumer<String> operator) {
            String name = oneOf(backend, random, "name LIKE '%/1%'");
            backend.execute("DELETE FROM schema_migrations WHERE name = " + name);
            return () -> backend.execute("INSERT INTO schema_migrations SELECT * FROM kept WHERE name = " + name
                    + " AND name NOT IN (SELECT name FROM schema_migrations)");
        }
    },
    RENAMES_AN_APPLIED_FILE {
        @Override
        Runnable on(SchemaBackend backend, Random random, Consumer<String> operator) {
            String name = oneOf(backend, random, "name LIKE '%/1%'");
            backend.execute(
                    "UPDATE schema_migrations SET name = replace(name, '.sql', '_renamed.sql') WHERE name = " + name);
            return () -> backend.execute("UPDATE schema_migrations SET name = " + name + " WHERE name = replace(" + name
                    + ", '.sql', '_renamed.sql')");
        }
    },
    DROPS_AN_INDEX {
        @Override
        Runnable on(SchemaBackend backend, Random random, Consumer<String> operator) {
            List<String> indexes = backend.queryAll(
                    backend.driver() == StorageDriver.SQLITE
                            ? "SELECT name || '|' || sql FROM sqlite_master WHERE type = 'index' AND tbl_name = 'traces'"
                                    + " AND sql IS NOT NULL ORDER BY name"
                            : "SELECT indexname || '|' || indexdef FROM pg_indexes WHERE tablename = 'traces'"
                                    + " AND indexname LIKE 'idx%' ORDER BY indexname");
            if (indexes.isEmpty()) {
                return () -> {};
            }
            String index = indexes.get(random.nextInt(indexes.size()));
            String name = index.substring(0, index.indexOf('|'));
            backend.execute("DROP INDEX " + name);
            return () -> {
                backend.execute("DROP INDEX IF EXISTS " + name);
                backend.execute(index.substring(index.indexOf('|') + 1));
            };
        }
    },
    ADDS_A_COLUMN {
        @Override
        Runnable on(SchemaBackend backend, Random random, Consumer<String> operator) {
            String column = "by_hand_" + random.nextInt(1_000_000);
            backend.execute("ALTER TABLE traces ADD COLUMN " + column + " TEXT");
            return () -> backend.execute("ALTER TABLE traces DROP COLUMN " + column);
        }
    },
    STARTS_AN_OLDER_PROGRAM {
        @Override
        Runnable on(SchemaBackend backend, Random random, Consumer<String> operator) {
            String floor = random.nextBoolean() ? "0.0.1" : "99.0.0";
            // One that may run here was only warned of, and its row is still there.
            backend.execute("DELETE FROM schema_migrations WHERE name LIKE '%/9%'");
            backend.execute("INSERT INTO schema_migrations (name, checksum_up, checksum_down, down_sql, app_version,"
                    + " compat_floor) SELECT replace(max(name), '/1', '/9'), 'v1:1', 'v1:2', 'SELECT 1;', '99.0.0', '"
                    + floor + "' FROM schema_migrations");
            return () -> backend.execute("DELETE FROM schema_migrations WHERE name LIKE '%/9%'");
        }
    };

    private static final List<String> COMMANDS = List.of(
            "up",
            "up --to 104",
            "down",
            "down --steps 2 --yes",
            "down --to 101 --yes",
            "redo",
            "redo --yes",
            "repair",
            "repair --accept-checksum 104",
            "adopt",
            "adopt --yes",
            "baseline",
            "validate",
            "status");

    /** Does it; what is returned takes it back by hand. */
    abstract Runnable on(SchemaBackend backend, Random random, Consumer<String> operator);

    private static String oneOf(SchemaBackend backend, Random random, String which) {
        List<String> names = backend.query("SELECT name FROM schema_migrations WHERE " + which + " ORDER BY name");
        return names.isEmpty() ? "''" : "'" + names.get(random.nextInt(names.size())) + "'";
    }
}
