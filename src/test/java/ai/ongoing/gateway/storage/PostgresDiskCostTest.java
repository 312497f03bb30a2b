package ai.ongoing.gateway.storage;

import ai.ongoing.gateway.config.StorageDriver;
import ai.ongoing.gateway.testkit.RunsOn;

@RunsOn(StorageDriver.POSTGRES)
final class PostgresDiskCostTest extends DiskCostContract {

    PostgresDiskCostTest() {
        super(StorageDriver.POSTGRES);
    }

    @Override
    long ordinary() {
        return 1_430;
    }

    @Override
    long ordinaryWithOwnId() {
        return 1_430;
    }

    @Override
    long withSdkHeaders() {
        return 2_060;
    }

    @Override
    String sizeQuery() {
        return "SELECT pg_total_relation_size('traces')";
    }
}
