package ai.ongoing.gateway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import ai.ongoing.gateway.config.StorageDriver;
import ai.ongoing.gateway.testkit.RunsOn;
import org.junit.jupiter.api.Test;

@RunsOn(StorageDriver.SQLITE)
class SqliteBackupTroubleTest extends BackupTroubleContract {

    SqliteBackupTroubleTest() {
        super(StorageDriver.SQLITE);
    }

    @Test
    void hasNoServersOwnDump() {
        assertThat(run("db", "backup", "--to", "dump", "--native")).isEqualTo(10);
        assertThat(command().err()).contains("--native is for servers");
        assertThat(directory()).isEmptyDirectory();
    }
}
