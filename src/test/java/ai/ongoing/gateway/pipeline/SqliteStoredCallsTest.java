package ai.ongoing.gateway.pipeline;

import ai.ongoing.gateway.config.StorageDriver;
import ai.ongoing.gateway.storage.StorageSettings;
import ai.ongoing.gateway.testkit.RunsOn;
import ai.ongoing.gateway.testkit.SqliteDatabase;

/** The pipeline into SQLite. */
@RunsOn(StorageDriver.SQLITE)
final class SqliteStoredCallsTest extends StoredCallsContract {

    private final SqliteDatabase database = SqliteDatabase.create();

    @Override
    StorageSettings fresh() {
        return settings(StorageDriver.SQLITE, database.file().toString(), "");
    }

    @Override
    void discard() {
        database.close();
    }
}
