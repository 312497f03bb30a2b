package ai.ongoing.gateway;

import ai.ongoing.gateway.config.StorageDriver;
import ai.ongoing.gateway.storage.schema.SchemaBackend;
import ai.ongoing.gateway.testkit.RunsOn;
import java.nio.file.Path;
import java.util.Map;

@RunsOn(StorageDriver.SQLITE)
final class SqliteMigrateCodesIT extends MigrateCodesContract {

    @Override
    SchemaBackend create() {
        return SchemaBackend.sqlite();
    }

    @Override
    Map<String, String> nowhere(Path directory) {
        return Map.of("ONGOINGAI_STORAGE_PATH", directory.toString());
    }

    @Override
    int codeOfNowhere() {
        return 2;
    }
}
