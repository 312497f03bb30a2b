package ai.ongoing.gateway.pipeline;

import ai.ongoing.gateway.config.StorageDriver;
import ai.ongoing.gateway.storage.StorageSettings;
import ai.ongoing.gateway.testkit.PostgresDatabase;
import ai.ongoing.gateway.testkit.RunsOn;

/** The pipeline into PostgreSQL, as a plain owner role. */
@RunsOn(StorageDriver.POSTGRES)
final class PostgresStoredCallsTest extends StoredCallsContract {

    private final PostgresDatabase database = PostgresDatabase.create();

    @Override
    StorageSettings fresh() {
        return settings(StorageDriver.POSTGRES, "", database.dsn());
    }

    @Override
    void discard() {
        database.close();
    }
}
