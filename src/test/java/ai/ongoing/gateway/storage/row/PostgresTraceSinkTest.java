package ai.ongoing.gateway.storage.row;

import static org.assertj.core.api.Assertions.assertThat;

import ai.ongoing.gateway.config.StorageDriver;
import ai.ongoing.gateway.tenant.Tenant;
import ai.ongoing.gateway.tenant.TenantScope;
import ai.ongoing.gateway.testkit.RunsOn;
import ai.ongoing.gateway.testkit.Samples;
import ai.ongoing.gateway.trace.Trace;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.Test;

@RunsOn(StorageDriver.POSTGRES)
final class PostgresTraceSinkTest extends TraceSinkContract {

    PostgresTraceSinkTest() {
        super(StorageDriver.POSTGRES);
    }

    @Override
    String refusing999() {
        return "ALTER TABLE traces ADD CONSTRAINT refuse CHECK (response_status <> 999)";
    }

    @Override
    String acceptingAgain() {
        return "ALTER TABLE traces DROP CONSTRAINT refuse";
    }

    @Test
    void addsATenantAgainThatWasDeletedMeanwhile() throws SQLException {
        Tenant tenant = Tenant.of("fleeting", "ws");
        store().sink().save(List.of(Samples.of(tenant)));
        store().execute(
                        "DELETE FROM traces WHERE org_id = 'fleeting'",
                        "DELETE FROM workspaces WHERE org_id = 'fleeting'",
                        "DELETE FROM organizations WHERE id = 'fleeting'");
        Trace second = Samples.of(tenant);
        store().sink().save(List.of(second));
        assertThat(store().reader().find(TenantScope.of(tenant), second.id())).isPresent();
    }
}
