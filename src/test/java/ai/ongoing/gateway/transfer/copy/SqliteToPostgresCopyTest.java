package ai.ongoing.gateway.transfer.copy;

import static org.assertj.core.api.Assertions.assertThat;

import ai.ongoing.gateway.config.StorageDriver;
import ai.ongoing.gateway.testkit.RunsOn;
import org.junit.jupiter.api.Test;

@RunsOn(StorageDriver.POSTGRES)
final class SqliteToPostgresCopyTest extends CopyContract {

    @Override
    StorageDriver source() {
        return StorageDriver.SQLITE;
    }

    @Override
    StorageDriver target() {
        return StorageDriver.POSTGRES;
    }

    /** Until then the server plans for a table that it takes to be empty, and lists sort all of it. */
    @Test
    void theServerKnowsWhatArrived() throws Exception {
        from.store(traces(250));
        copy();
        assertThat(to.value("SELECT reltuples::bigint FROM pg_class WHERE oid = 'traces'::regclass"))
                .isEqualTo("250");
    }
}
