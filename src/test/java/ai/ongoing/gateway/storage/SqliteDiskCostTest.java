package ai.ongoing.gateway.storage;

import ai.ongoing.gateway.config.StorageDriver;
import ai.ongoing.gateway.testkit.RunsOn;

@RunsOn(StorageDriver.SQLITE)
final class SqliteDiskCostTest extends DiskCostContract {

    SqliteDiskCostTest() {
        super(StorageDriver.SQLITE);
    }

    @Override
    long ordinary() {
        return 1_200;
    }

    @Override
    long ordinaryWithOwnId() {
        return 1_190;
    }

    @Override
    long withSdkHeaders() {
        return 1_730;
    }

    @Override
    String sizeQuery() {
        return "SELECT sum(pgsize) FROM dbstat WHERE name IN (SELECT name FROM sqlite_schema WHERE tbl_name = 'traces')";
    }
}
