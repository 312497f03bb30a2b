package ai.ongoing.gateway.startup;

import static org.assertj.core.api.Assertions.assertThat;

import ai.ongoing.gateway.config.StorageDriver;
import ai.ongoing.gateway.migration.MigrationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What an operator and a deployment script learn from a start that failed. */
final class StartupFailureTest {

    @ParameterizedTest
    @CsvSource({
        "PENDING,3",
        "CHANGED,4",
        "LOCKED,5",
        "NEWER,6",
        "DIRTY,7",
        "REFUSED,10",
        "UNREACHABLE,11",
        "RIGHTS,1",
        "FILES,1",
        "FAILED,1"
    })
    void aRefusedSchemaHasAnExitCodeOfItsOwn(MigrationException.Reason reason, int exitCode) {
        StartupFailure failure =
                StartupFailure.ofStorage(StorageDriver.POSTGRES, new MigrationException(reason, "migrate first"));
        assertThat(failure.getExitCode()).isEqualTo(exitCode);
        assertThat(failure).hasMessage("failed to initialize postgres storage: migrate first");
    }

    @Test
    void namesTheKindOfFailureThatHasNoWords() {
        assertThat(StartupFailure.of("failed to start the gateway", new IllegalStateException()))
                .hasMessage("failed to start the gateway: IllegalStateException");
    }
}
