package ai.ongoing.gateway.storage.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.ongoing.gateway.config.MigrationMode;
import ai.ongoing.gateway.config.StorageDriver;
import ai.ongoing.gateway.migration.MigrationException;
import ai.ongoing.gateway.migration.MigrationException.Reason;
import ai.ongoing.gateway.storage.schema.TenantSecurityReport.State;
import ai.ongoing.gateway.testkit.PostgresDatabase;
import ai.ongoing.gateway.testkit.RunsOn;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.SortedSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@RunsOn(StorageDriver.POSTGRES)
final class TenantSecurityTest {

    private static final String TRACE =
            "INSERT INTO traces (id, org_id, workspace_id, timestamp, provider, model, request_method, request_path)"
                    + " VALUES ('%s', '%s', '%s', now(), 'p', 'm', 'POST', '/') ON CONFLICT DO NOTHING";

    private SchemaBackend backend;

    @BeforeEach
    void migrate() {
        backend = SchemaBackend.postgres();
        secure();
    }

    @AfterEach
    void closeDatabase() {
        backend.close();
    }

    private TenantSecurityReport secure() {
        try (SchemaSession session = backend.session()) {
            session.migrate();
            return session.secureTenants();
        }
    }

    private PostgresDatabase database() {
        return ((SchemaBackend.Postgres) backend).database();
    }

    /** Runs in one transaction of the plain owner with these settings; the result of the last statement. */
    private String as(String scope, String... statements) throws SQLException {
        try (Connection connection = backend.connect();
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            for (String setting : scope.split(" ", 0)) {
                if (!setting.isEmpty()) {
                    statement.execute("SET LOCAL ongoingai." + setting);
                }
            }
            String last = "";
            for (String sql : statements) {
                if (statement.execute(sql)) {
                    try (ResultSet row = statement.getResultSet()) {
                        last = row.next() ? String.valueOf(row.getString(1)) : "";
                    }
                }
            }
            connection.commit();
            return last;
        }
    }

    private static String tenant(String org, String workspace) {
        return "org_id='" + org + "' workspace_id='" + workspace + "'";
    }

    private void insertTwoTenants() throws SQLException {
        as(
                "scope='writer'",
                "INSERT INTO organizations (id, name) VALUES ('a', 'a'), ('b', 'b') ON CONFLICT DO NOTHING",
                "INSERT INTO workspaces (id, org_id, name) VALUES ('w', 'a', 'w'), ('w', 'b', 'w')"
                        + " ON CONFLICT DO NOTHING",
                TRACE.formatted("1", "a", "w"),
                TRACE.formatted("2", "b", "w"));
    }

    @Test
    void findsNothingToMendAfterTheFiles() {
        TenantSecurityReport report = secure();
        assertThat(report.state()).isEqualTo(State.ENFORCED);
        assertThat(report.mended()).isEmpty();
        assertThat(report.warning()).isEmpty();
    }

    @Test
    void showsNothingWithoutAScope() throws SQLException {
        insertTwoTenants();
        assertThat(as("", "SELECT count(*) FROM traces")).isEqualTo("0");
        assertThat(as("org_id='' workspace_id='' scope=''", "SELECT count(*) FROM traces"))
                .isEqualTo("0");
        assertThat(as("org_id='a'", "SELECT count(*) FROM traces")).isEqualTo("0");
        assertThat(as("", "SELECT count(*) FROM organizations")).isEqualTo("0");
        assertThatThrownBy(() -> as("", TRACE.formatted("3", "a", "w"))).hasMessageContaining("row-level security");
    }

    @Test
    void showsATenantItsOwnRowsOnly() throws SQLException {
        insertTwoTenants();
        assertThat(as(tenant("a", "w"), "SELECT string_agg(id, ',') FROM traces"))
                .isEqualTo("1");
        assertThat(as(tenant("b", "w"), "SELECT string_agg(id, ',') FROM traces"))
                .isEqualTo("2");
        assertThat(as(tenant("b", "w"), "SELECT string_agg(id, ',') FROM organizations"))
                .isEqualTo("b");
        assertThatThrownBy(() -> as(tenant("a", "w"), TRACE.formatted("3", "b", "w")))
                .hasMessageContaining("row-level security");
    }

    @Test
    void letsTheWriterInsertForManyTenantsAndReadNothing() throws SQLException {
        insertTwoTenants();
        insertTwoTenants();
        assertThat(as("scope='writer'", "SELECT count(*) FROM traces")).isEqualTo("0");
        assertThat(as("scope='writer'", "SELECT count(*) FROM workspaces")).isEqualTo("0");
    }

    @Test
    void letsTheOperatorSeeEverything() throws SQLException {
        insertTwoTenants();
        assertThat(as("scope='operator'", "SELECT count(*) FROM traces")).isEqualTo("2");
    }

    @Test
    void mendsAllThatDiffersAndNamesIt() {
        SortedSet<String> before = backend.snapshot();
        backend.execute(
                "ALTER POLICY traces_tenant_scope ON traces USING (true) WITH CHECK (true)",
                "DROP POLICY traces_writer ON traces",
                "DROP POLICY workspaces_org_scope ON workspaces",
                "CREATE POLICY workspaces_org_scope ON workspaces FOR SELECT USING (true)",
                "ALTER TABLE organizations NO FORCE ROW LEVEL SECURITY",
                "ALTER TABLE gateway_keys DISABLE ROW LEVEL SECURITY");
        assertThat(secure().mended())
                .containsExactlyInAnyOrder(
                        "policy traces_tenant_scope on traces had another expression",
                        "policy traces_writer on traces was missing",
                        "policy workspaces_org_scope on workspaces was of another kind",
                        "row-level security of organizations was not forced",
                        "row-level security of gateway_keys was not enabled");
        assertThat(backend.snapshot()).isEqualTo(before);
    }

    @Test
    void makesTheDefaultTenantAgain() throws SQLException {
        as("scope='operator'", "DELETE FROM workspaces", "DELETE FROM organizations");
        assertThat(secure().mended()).containsExactly("the default organisation and workspace were missing");
        assertThat(as(tenant("default", "default"), "SELECT org_id || name FROM workspaces"))
                .isEqualTo("defaultDefault Workspace");
    }

    @Test
    void warnsOfPoliciesItDoesNotKnow() {
        backend.execute("CREATE POLICY let_all_in ON traces USING (true)");
        assertThat(secure().warning())
                .isEqualTo("row-level security has policies that are not the gateway's and may let more rows through:"
                        + " traces.let_all_in.");
    }

    @Test
    void saysThatASuperuserPassesOverPolicies() {
        try (SchemaSession session = new SchemaSession(
                database()::connectAsSuperuser, backend.dialect(), MigrationMode.AUTO, SchemaBackend.SETTINGS)) {
            TenantSecurityReport report = session.secureTenants();
            assertThat(report.state()).isEqualTo(State.BYPASSED);
            assertThat(report.warning())
                    .contains("is a superuser or has BYPASSRLS")
                    .endsWith("owns the database.");
        }
    }

    @Test
    void waitsOutALiveTransactionWithoutBlockingReadersForLong() throws Exception {
        backend.execute("ALTER POLICY traces_tenant_scope ON traces USING (true) WITH CHECK (true)");
        try (Connection reader = backend.connect();
                Statement statement = reader.createStatement()) {
            reader.setAutoCommit(false);
            statement.execute("SELECT count(*) FROM traces");
            Thread release = Thread.ofVirtual().start(() -> {
                org.awaitility.Awaitility.await().until(() -> database().name().equals(waiting()));
                try {
                    reader.rollback();
                } catch (SQLException e) {
                    throw new AssertionError(e);
                }
            });
            assertThat(secure().mended()).hasSize(1);
            release.join();
        }
    }

    /** The database's name once somebody waits for a lock in it. */
    private String waiting() {
        return String.join(
                "",
                backend.query("SELECT datname FROM pg_stat_activity WHERE wait_event_type = 'Lock'"
                        + " AND datname = current_database()"));
    }

    @Test
    void printsTheGrantThatIsMissing() {
        try (PostgresDatabase other = PostgresDatabase.create()) {
            other.asAdministrator("ALTER DATABASE " + other.name() + " OWNER TO CURRENT_USER");
            SchemaBackend bare = new SchemaBackend.Postgres(other);
            assertThatThrownBy(() -> {
                        try (SchemaSession session = bare.session()) {
                            session.migrate();
                        }
                    })
                    .isInstanceOfSatisfying(
                            MigrationException.class,
                            e -> assertThat(e.reason()).isEqualTo(Reason.RIGHTS))
                    .hasMessageContaining("permission denied for schema public")
                    .hasMessageEndingWith("GRANT USAGE, CREATE ON SCHEMA public TO " + other.owner()
                            + ";\nThen run \"ongoingai migrate up\".");
        }
    }
}
