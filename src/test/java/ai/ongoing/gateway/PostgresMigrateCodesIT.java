package ai.ongoing.gateway;

import ai.ongoing.gateway.config.StorageDriver;
import ai.ongoing.gateway.storage.schema.SchemaBackend;
import ai.ongoing.gateway.testkit.RunsOn;
import java.nio.file.Path;
import java.util.Map;

@RunsOn(StorageDriver.POSTGRES)
final class PostgresMigrateCodesIT extends MigrateCodesContract {

    @Override
    SchemaBackend create() {
        return SchemaBackend.postgres();
    }

    @Override
    Map<String, String> nowhere(Path directory) {
        return Map.of(
                "ONGOINGAI_STORAGE_DRIVER",
                "postgres",
                "ONGOINGAI_STORAGE_DSN",
                "postgresql://u:p@127.0.0.1:" + RunningGateway.freePort() + "/db?sslmode=disable");
    }

    @Override
    int codeOfNowhere() {
        return 11;
    }
}
