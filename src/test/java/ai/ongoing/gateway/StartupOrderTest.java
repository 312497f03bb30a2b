package ai.ongoing.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import ai.ongoing.gateway.migration.MigrationReport;
import ai.ongoing.gateway.pipeline.TraceWriter;
import ai.ongoing.gateway.startup.SchemaSteps;
import ai.ongoing.gateway.startup.StartupFailure;
import ai.ongoing.gateway.startup.StartupSteps;
import ai.ongoing.gateway.storage.StorageSettings;
import ai.ongoing.gateway.storage.schema.TenantSecurityReport;
import ai.ongoing.gateway.testkit.FakeUpstream;
import ai.ongoing.gateway.testkit.SqliteDatabase;
import java.net.ConnectException;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Each step of the start, held and failing: no later step runs and no call gets through. */
final class StartupOrderTest {

    private final SqliteDatabase database = SqliteDatabase.create();
    private final FakeUpstream upstream = FakeUpstream.start();
    private final List<Step> begun = new CopyOnWriteArrayList<>();

    /** The steps in the order in which they must run. */
    enum Step {
        VALIDATE,
        OPEN,
        CONNECT_FOR_MIGRATIONS,
        MIGRATE,
        SECURE_TENANTS,
        OPEN_JOURNAL,
        START_WRITER
    }

    @AfterEach
    void stop() {
        upstream.close();
        database.close();
    }

    @ParameterizedTest
    @EnumSource
    void nothingGoesOnWhileAStepIsHeld(Step held) throws Exception {
        CountDownLatch entered = new CountDownLatch(1);
        CountDownLatch release = new CountDownLatch(1);
        try (RunningGateway gateway = gateway(step -> {
            if (step == held) {
                entered.countDown();
                awaitRelease(release);
            }
        })) {
            CompletableFuture<Void> start = gateway.startAside();
            assertThat(entered.await(20, TimeUnit.SECONDS)).isTrue();

            assertThat(begun).containsExactlyElementsOf(upTo(held));
            refusesEverything(gateway);

            release.countDown();
            start.get(20, TimeUnit.SECONDS);
            assertThat(begun).containsExactly(Step.values());
            assertThat(gateway.get("/readyz").statusCode()).isEqualTo(200);
        }
    }

    @ParameterizedTest
    @EnumSource
    void nothingIsLeftWhenAStepFails(Step failing) {
        RunningGateway gateway = gateway(step -> {
            if (step == failing) {
                throw new IllegalStateException("the " + step + " step broke");
            }
        });
        assertThatThrownBy(() -> gateway.gateway().start())
                .isInstanceOf(StartupFailure.class)
                .hasMessage("failed to initialize sqlite storage: the " + failing + " step broke");

        assertThat(begun).containsExactlyElementsOf(upTo(failing));
        assertThat(writerThreads()).isEmpty();
        assertThat(upstream.received()).isEmpty();
        assertThatThrownBy(() -> gateway.get("/livez")).hasCauseInstanceOf(ConnectException.class);
        // The lock is free and the file usable: another gateway starts on it at once.
        try (RunningGateway next = RunningGateway.started(RunningGateway.on(database, upstream))) {
            assertThat(next.get("/readyz").statusCode()).isEqualTo(200);
        }
    }

    private void refusesEverything(RunningGateway gateway) {
        assertThat(gateway.get("/livez").statusCode()).isEqualTo(200);
        for (String path : List.of("/readyz", "/api/health")) {
            HttpResponse<String> answer = gateway.get(path);
            assertThat(answer.statusCode()).as(path).isEqualTo(503);
            assertThat(answer.body()).startsWith("{\"status\":\"starting\"");
        }
        List<HttpResponse<String>> refused = List.of(
                gateway.get("/"),
                gateway.get("/api/traces"),
                gateway.get("/nowhere"),
                gateway.post("/openai/v1/chat/completions", "{}"),
                gateway.post("/anthropic/v1/messages", "{}"));
        assertThat(refused).allSatisfy(answer -> {
            assertThat(answer.statusCode()).isEqualTo(503);
            assertThat(answer.headers().firstValue("Retry-After")).isPresent();
            assertThat(answer.headers().firstValue("X-OngoingAI-Correlation-ID"))
                    .isPresent();
        });
        assertThat(writerThreads()).isEmpty();
        assertThat(upstream.received()).isEmpty();
    }

    private RunningGateway gateway(Consumer<Step> at) {
        await().until(() -> writerThreads().isEmpty());
        return RunningGateway.made(
                RunningGateway.on(database, upstream),
                steps -> watched(steps, step -> {
                    begun.add(step);
                    at.accept(step);
                }));
    }

    private static StartupSteps watched(StartupSteps steps, Consumer<Step> at) {
        return new StartupSteps(
                () -> {
                    at.accept(Step.VALIDATE);
                    return steps.validate().get();
                },
                (StorageSettings settings) -> {
                    at.accept(Step.OPEN);
                    steps.open().accept(settings);
                },
                () -> {
                    at.accept(Step.CONNECT_FOR_MIGRATIONS);
                    return new Watched(steps.schema().get(), at);
                },
                settings -> {
                    at.accept(Step.OPEN_JOURNAL);
                    steps.openJournal().accept(settings);
                },
                () -> {
                    at.accept(Step.START_WRITER);
                    steps.startWriter().run();
                },
                steps.afterwards());
    }

    private record Watched(SchemaSteps steps, Consumer<Step> at) implements SchemaSteps {

        @Override
        public MigrationReport migrate() {
            at.accept(Step.MIGRATE);
            return steps.migrate();
        }

        @Override
        public TenantSecurityReport secureTenants() {
            at.accept(Step.SECURE_TENANTS);
            return steps.secureTenants();
        }

        @Override
        public void close() {
            steps.close();
        }
    }

    private static List<Step> upTo(Step last) {
        List<Step> all = List.of(Step.values());
        return all.subList(0, all.indexOf(last) + 1);
    }

    private static List<String> writerThreads() {
        return Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .filter(TraceWriter.THREAD_NAME::equals)
                .toList();
    }

    private static void awaitRelease(CountDownLatch release) {
        try {
            release.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
