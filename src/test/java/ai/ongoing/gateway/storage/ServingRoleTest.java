package ai.ongoing.gateway.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.ongoing.gateway.config.MigrationMode;
import ai.ongoing.gateway.config.StorageConfig;
import ai.ongoing.gateway.config.StorageDriver;
import ai.ongoing.gateway.migration.MigrationException;
import ai.ongoing.gateway.storage.schema.SchemaSession;
import ai.ongoing.gateway.storage.schema.TenantSecurityReport;
import ai.ongoing.gateway.storage.schema.TenantSecurityReport.State;
import ai.ongoing.gateway.testkit.PostgresDatabase;
import ai.ongoing.gateway.testkit.RunsOn;
import ai.ongoing.gateway.testkit.Samples;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** One role migrates, another one serves. */
@RunsOn(StorageDriver.POSTGRES)
final class ServingRoleTest {

    private static final Pattern GRANT = Pattern.compile("GRANT [^;]+;");

    private final PostgresDatabase database = PostgresDatabase.create();
    private final GatewayDatabase store = new GatewayDatabase();
    private final String role = database.name() + "_app";

    @BeforeEach
    void makeRole() {
        database.asAdministrator("CREATE ROLE " + role + " LOGIN PASSWORD 'app-password'");
        store.open(StorageSettings.validated(new StorageConfig(
                StorageDriver.POSTGRES,
                "",
                database.dsn(role, "app-password", database.name()),
                MigrationMode.AUTO,
                database.dsn(),
                Duration.ofMinutes(1))));
    }

    @AfterEach
    void close() {
        store.close();
        database.close(); // and with it what the role was granted
        database.asAdministrator("DROP ROLE " + role);
    }

    @Test
    void refusesUntilTheGrantsItPrintsAreGiven() throws SQLException {
        assertThatThrownBy(this::started)
                .isInstanceOf(MigrationException.class)
                .hasMessageContaining("the role " + role + " of storage.dsn")
                .hasMessageContaining("GRANT SELECT, INSERT ON organizations, traces, workspaces TO " + role + ";")
                .hasMessageContaining("storage.migration_dsn")
                .satisfies(refusal -> grant(String.valueOf(refusal.getMessage())));

        assertThat(started().state()).isEqualTo(State.ENFORCED);
        store.traceSink().save(List.of(Samples.trace()));
    }

    @Test
    void judgesWhetherPoliciesBindTheRoleThatServes() throws SQLException {
        database.asAdministrator("ALTER ROLE " + role + " BYPASSRLS");
        assertThatThrownBy(this::started).satisfies(refusal -> grant(String.valueOf(refusal.getMessage())));

        assertThat(started().state()).isEqualTo(State.BYPASSED);
        assertThat(started().warning()).contains(role);
    }

    private TenantSecurityReport started() {
        try (SchemaSession schema = store.schema()) {
            schema.migrate();
            return schema.secureTenants();
        }
    }

    private void grant(String sentence) throws SQLException {
        Matcher grants = GRANT.matcher(sentence);
        while (grants.find()) {
            run(grants.group());
        }
    }

    private void run(String sql) throws SQLException {
        try (Connection owner = database.connect();
                Statement statement = owner.createStatement()) {
            statement.execute(sql);
        }
    }
}
