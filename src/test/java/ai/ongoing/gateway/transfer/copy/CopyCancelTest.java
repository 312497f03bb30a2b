package ai.ongoing.gateway.transfer.copy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.ongoing.gateway.config.StorageDriver;
import ai.ongoing.gateway.migration.MigrationExit;
import ai.ongoing.gateway.storage.Endpoint;
import ai.ongoing.gateway.storage.StorageSettings;
import ai.ongoing.gateway.testkit.RunsOn;
import ai.ongoing.gateway.testkit.TestStore;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A copy that is told to stop before its first row: while it waits for an end, and in a dry run. */
@RunsOn(StorageDriver.SQLITE)
final class CopyCancelTest {

    private End from;
    private End to;

    @BeforeEach
    void openEnds() {
        from = End.migrated(StorageDriver.SQLITE);
        to = End.empty(StorageDriver.SQLITE);
    }

    @AfterEach
    void closeEnds() {
        from.close();
        to.close();
    }

    private static CopyRequest request(Endpoint from, Endpoint to, BooleanSupplier cancelled) {
        return new CopyRequest(from, to, true, false, 1_000, BadText.FAIL, cancelled);
    }

    private static void assertInterrupted(ThrowingCallable copy, String words) {
        assertThatThrownBy(copy)
                .hasMessage(words)
                .isInstanceOfSatisfying(
                        CopyException.class, e -> assertThat(e.exit()).isEqualTo(MigrationExit.INTERRUPTED));
    }

    /** A server that nobody runs. */
    private static Endpoint nobody(String flag) throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return new Endpoint(
                    flag,
                    TestStore.postgres("postgresql://u:p@127.0.0.1:" + taken.getLocalPort() + "/d?sslmode=disable"));
        }
    }

    /** Cancels once the copy says that it waits, and counts how often it does. */
    private static final class WhileWaiting implements CopyObserver {

        private final AtomicBoolean cancelled = new AtomicBoolean();
        private final AtomicInteger waits = new AtomicInteger();

        @Override
        public void waiting(String why, long millis) {
            waits.incrementAndGet();
            cancelled.set(true);
        }
    }

    @Test
    void aCopyThatWaitsForItsTargetEndsAfterThePause() throws IOException {
        Endpoint nobody = nobody("--to");
        WhileWaiting observer = new WhileWaiting();
        CopyRequest request = request(from.as("--from"), nobody, observer.cancelled::get);
        assertInterrupted(() -> new DatabaseCopy(request, observer).run(3, 20), "stopped before anything was copied");
        assertThat(observer.waits).hasValue(1);
    }

    @Test
    void soDoesOneThatWaitsForItsSourceAndItMakesNoTarget() throws IOException {
        Endpoint nobody = nobody("--from");
        WhileWaiting observer = new WhileWaiting();
        CopyRequest request = request(nobody, to.as("--to"), observer.cancelled::get);
        assertInterrupted(() -> new DatabaseCopy(request, observer).run(20, 3), "stopped before anything was copied");
        assertThat(observer.waits).hasValue(1);
        assertThat(file(to)).doesNotExist();
    }

    @Test
    void aDryRunStopsWhileItWaits() throws IOException {
        Endpoint nobody = nobody("--to");
        WhileWaiting observer = new WhileWaiting();
        CopyRequest request = request(from.as("--from"), nobody, observer.cancelled::get);
        assertInterrupted(() -> new DryRun(request, observer).run(3, 20), "stopped before anything was copied");
    }

    @Test
    void aDryRunStopsAtEachOfItsQuestionsAndHasWrittenNothing() throws IOException {
        from.store(CopyContract.traces(2_500));
        byte[] before = Files.readAllBytes(file(from));
        int questions = questions();
        assertThat(questions).as("four tables, and the batches of the last").isGreaterThan(4 + 2);
        for (int stop = 0; stop < questions; stop++) {
            AtomicInteger left = new AtomicInteger(stop);
            CopyRequest request = request(from.as("--from"), to.as("--to"), () -> left.getAndDecrement() <= 0);
            assertInterrupted(() -> new DryRun(request, CopyObserver.SILENT).run(1, 1), "stopped; nothing was written");
            assertThat(Files.readAllBytes(file(from))).isEqualTo(before);
            assertThat(file(to)).doesNotExist();
        }
    }

    /** How often a whole dry run asks. */
    private int questions() {
        AtomicInteger asked = new AtomicInteger();
        CopyRequest request = request(from.as("--from"), to.as("--to"), () -> asked.incrementAndGet() < 0);
        new DryRun(request, CopyObserver.SILENT).run(1, 1);
        return asked.get();
    }

    private static Path file(End end) {
        return ((StorageSettings.Sqlite) end.settings()).file();
    }
}
