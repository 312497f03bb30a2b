package ai.ongoing.gateway.storage.schema;

import static org.assertj.core.api.Assertions.assertThat;

import ai.ongoing.gateway.config.StorageDriver;
import ai.ongoing.gateway.testkit.PostgresDatabase;
import ai.ongoing.gateway.testkit.RunsOn;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

@RunsOn(StorageDriver.POSTGRES)
final class PostgresAdoptionTest extends AdoptionContract {

    @Override
    SchemaBackend create() {
        return SchemaBackend.postgres();
    }

    @Override
    List<String> goStart() {
        return LegacySchema.POSTGRES_START;
    }

    private PostgresDatabase database() {
        return ((SchemaBackend.Postgres) backend).database();
    }

    /** Rows as a superuser sees them, whatever the policies say. */
    @Override
    List<String> rows(String sql) {
        List<String> rows = new ArrayList<>();
        try (Connection connection = database().connectAsSuperuser();
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            while (result.next()) {
                rows.add(result.getString(1));
            }
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
        return rows;
    }

    @Test
    void adoptsTheDumpTheGoProgramWrote() throws SQLException, IOException {
        Path dump = GoFixtures.file("ongoingai-pg15.sql");
        try (Connection connection = database().connect()) {
            GoFixtures.load(dump, connection, database().owner());
        }
        String legacy = "SELECT (to_jsonb(t) - ARRAY(SELECT attname::text FROM pg_attribute WHERE attrelid ="
                + " 'traces'::regclass AND attnum > 25))::text FROM traces t ORDER BY id";
        List<String> traces = rows(legacy);
        String key = "SELECT (to_jsonb(k) - 'permissions_exact')::text FROM gateway_keys k";
        List<String> keys = rows(key);
        start();
        assertSameSchemaAsFresh();
        assertThat(rows(legacy)).hasSize(3).isEqualTo(traces);
        assertThat(rows(key)).hasSize(1).isEqualTo(keys);
        assertThat(rows("SELECT org_id || '/' || id FROM workspaces ORDER BY 1"))
                .containsExactly("default/default", "o1/w1");
        assertThat(rows("SELECT lineage_thread_id || lineage_run_id || (correlation_id LIKE 'corr-%') FROM traces"))
                .containsOnly("t1r1true")
                .hasSize(3);
    }

    @Test
    void adoptsATableOlderThanTenants() {
        execute(LegacySchema.tables(backend.dialect()));
        backend.execute(
                "DROP TABLE workspaces, organizations CASCADE",
                "ALTER TABLE traces DROP COLUMN org_id, DROP COLUMN workspace_id,"
                        + " DROP COLUMN time_to_first_token_us, DROP COLUMN gateway_key_id",
                "INSERT INTO traces (id, timestamp, provider, model, request_method, request_path, metadata)"
                        + " VALUES ('one', now(), 'openai', 'm', 'POST', '/', '{\"gateway_key_id\": \"k\"}')");
        start();
        assertSameSchemaAsFresh();
        assertThat(rows("SELECT org_id || '/' || workspace_id || '/' || gateway_key_id FROM traces"))
                .containsExactly("default/default/k");
    }

    @Test
    void adoptsATableThatNeverGotTheFinerTimeToFirstToken() {
        execute(LegacySchema.tables(backend.dialect()));
        execute(LegacySchema.history(backend.dialect(), 9));
        backend.execute("ALTER TABLE traces DROP COLUMN time_to_first_token_us");
        start();
        assertSameSchemaAsFresh();
    }

    @Test
    void adoptsWhatTheKeyStoreAloneLeft() {
        backend.execute(
                "CREATE TABLE organizations (id TEXT PRIMARY KEY, name TEXT NOT NULL DEFAULT '',"
                        + " created_at TIMESTAMPTZ NOT NULL DEFAULT now())",
                "CREATE TABLE workspaces (id TEXT PRIMARY KEY, org_id TEXT NOT NULL REFERENCES organizations(id),"
                        + " name TEXT NOT NULL DEFAULT '', created_at TIMESTAMPTZ NOT NULL DEFAULT now())",
                "ALTER TABLE workspaces DROP CONSTRAINT workspaces_org_id_fkey",
                "CREATE TABLE gateway_keys (id TEXT PRIMARY KEY, token TEXT, role TEXT NOT NULL DEFAULT 'developer',"
                        + " permissions JSONB, revoked_at TIMESTAMPTZ, created_at TIMESTAMPTZ NOT NULL DEFAULT now())",
                "INSERT INTO gateway_keys (id, token) VALUES ('k1', 'plain-token')");
        start();
        assertSameSchemaAsFresh();
        assertThat(rows("SELECT token || ' ' || org_id || ' ' || (token_hash = encode(sha256('plain-token'), 'hex'))"
                        + " FROM gateway_keys"))
                .containsExactly("redacted:k1 default true");
    }

    @Test
    void adoptsWorkspacesKnownByTheirIdAlone() {
        execute(LegacySchema.tables(backend.dialect()));
        execute(LegacySchema.history(backend.dialect(), 3));
        backend.execute("ALTER TABLE workspaces ADD CONSTRAINT workspaces_pkey PRIMARY KEY (id)");
        execute(goStart());
        start();
        assertSameSchemaAsFresh();
    }
}
