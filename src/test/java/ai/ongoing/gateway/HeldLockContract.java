package ai.ongoing.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ai.ongoing.gateway.migration.backend.MigrationLock;
import ai.ongoing.gateway.storage.schema.OldDatabase;
import ai.ongoing.gateway.storage.schema.SchemaBackend;
import ai.ongoing.gateway.testkit.FakeUpstream;
import java.sql.Connection;
import java.time.Duration;
import java.util.Map;
import java.util.SortedSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What probes see of a whole gateway whose files wait behind somebody else's migration lock. */
abstract class HeldLockContract {

    private static final Duration WHILE = Duration.ofSeconds(2);

    abstract SchemaBackend create();

    abstract Map<String, String> variables(SchemaBackend backend, FakeUpstream upstream);

    @Test
    void livesAndIsNotReadyUntilTheLockIsFree() throws Exception {
        SortedSet<String> fresh = OldDatabase.freshSchema(create());
        try (FakeUpstream upstream = FakeUpstream.start();
                SchemaBackend backend = create();
                Connection holder = backend.connect()) {
            OldDatabase.fill(backend, 9);
            String rows = OldDatabase.contentHash(backend);
            MigrationLock.Source lock = backend.dialect().lock(holder);
            assertThat(lock.tryAcquire()).isTrue();
            try (RunningGateway gateway = RunningGateway.made(variables(backend, upstream), steps -> steps)) {
                CompletableFuture<Void> start = gateway.startAside();
                await().atMost(Duration.ofSeconds(30))
                        .until(() -> health(gateway).contains("lock"));

                long end = System.nanoTime() + WHILE.toNanos();
                while (System.nanoTime() < end) {
                    assertThat(gateway.get("/livez").statusCode()).isEqualTo(200);
                    assertThat(gateway.get("/readyz").statusCode()).isEqualTo(503);
                    assertThat(gateway.post("/openai/v1/chat/completions", "{}").statusCode())
                            .isEqualTo(503);
                }
                assertThat(start).isNotDone();
                assertThat(backend.query("SELECT count(*) FROM schema_migrations WHERE name LIKE '%/100_%'"))
                        .as("nothing of ours is applied behind the holder's back")
                        .containsExactly("0");

                assertThat(lock.release()).isTrue();
                start.get(60, TimeUnit.SECONDS);
                assertThat(gateway.get("/livez").statusCode()).isEqualTo(200);
                assertThat(gateway.get("/readyz").statusCode()).isEqualTo(200);
            }
            assertThat(upstream.received()).isEmpty();
            OldDatabase.assertWhole(backend, fresh, "after the wait");
            assertThat(OldDatabase.contentHash(backend)).isEqualTo(rows);
        }
    }

    private static String health(RunningGateway gateway) {
        try {
            return gateway.get("/api/health").body();
        } catch (IllegalStateException e) {
            return "";
        }
    }
}
