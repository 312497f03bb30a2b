package ai.ongoing.gateway;

import ai.ongoing.gateway.config.GatewayConfig;
import ai.ongoing.gateway.journal.JournalTotals;
import ai.ongoing.gateway.journal.file.FileJournal;
import ai.ongoing.gateway.observability.PrometheusPage;
import ai.ongoing.gateway.pipeline.StoreOutage;
import ai.ongoing.gateway.pricing.PriceBook;
import ai.ongoing.gateway.startup.GatewayServer;
import ai.ongoing.gateway.startup.GatewayStop;
import ai.ongoing.gateway.startup.StartupFailure;
import ai.ongoing.gateway.startup.StartupGate;
import ai.ongoing.gateway.startup.StartupSteps;
import ai.ongoing.gateway.storage.GatewayDatabase;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.Banner;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.web.server.reactive.context.ReactiveWebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.support.GenericApplicationContext;

/**
 * One gateway in this process: starts Spring with our configuration and nothing else, and stops it in order. Start and
 * stop may come from different threads; each happens once.
 */
public final class Gateway implements AutoCloseable {

    /** How long a stop waits for a start to give up. */
    private static final Duration START_ABANDON = Duration.ofSeconds(10);

    private final GatewayConfig config;
    private final UnaryOperator<StartupSteps> steps;
    private final Clock clock;
    private final GatewayDatabase database;
    private final StoreOutage outage = new StoreOutage();
    private final FileJournal journal;
    private final StartupGate gate = new StartupGate(Clock.systemUTC(), this::trouble);
    private final CountDownLatch startOver = new CountDownLatch(1);
    private volatile @Nullable Thread starter;
    private volatile @Nullable ConfigurableApplicationContext context;
    private boolean stopped;
    private boolean clean;

    /** @param steps replaces steps of the start; only tests do */
    Gateway(GatewayConfig config, UnaryOperator<StartupSteps> steps) {
        this(config, steps, Clock.systemUTC());
    }

    /** @param clock what the minutes of the books are told by */
    Gateway(GatewayConfig config, UnaryOperator<StartupSteps> steps, Clock clock) {
        this.config = config;
        this.steps = steps;
        this.clock = clock;
        StoreAndJournal parts = StoreAndJournal.of(config, false);
        this.database = parts.database();
        this.journal = parts.journal();
    }

    private Optional<String> trouble() {
        return database.status()
                .trouble()
                .or(outage::reason)
                .or(() -> Optional.of(journal.trouble()).filter(reason -> !reason.isEmpty()));
    }

    /**
     * Opens the port and runs the start; returns when calls are accepted.
     *
     * @throws ai.ongoing.gateway.startup.StartupFailure when it does not come up; nothing is left open then
     */
    void start() {
        starter = Thread.currentThread();
        GatewayServer server = new GatewayServer(config.server());
        try {
            application(server).run();
        } catch (RuntimeException failure) {
            throw server.explained(failure);
        } finally {
            starter = null;
            startOver.countDown();
        }
    }

    /** Spring without its own ways of being configured: no files, no variables, no properties, no arguments. */
    private SpringApplication application(GatewayServer server) {
        SpringApplication application =
                new SpringApplication(StorageWiring.class, PathWiring.class, ApiWiring.class, ServerWiring.class);
        application.setWebApplicationType(WebApplicationType.REACTIVE);
        application.setEnvironment(new OwnEnvironment());
        application.setListeners(List.of());
        application.setAddCommandLineProperties(false);
        application.setAddConversionService(false);
        application.setBannerMode(Banner.Mode.OFF);
        application.setLogStartupInfo(false);
        application.setRegisterShutdownHook(false);
        PriceBook prices = prices();
        application.setInitializers(List.of(created -> {
            GenericApplicationContext beans = (GenericApplicationContext) created;
            beans.registerBean(GatewayConfig.class, () -> config);
            beans.registerBean(Clock.class, () -> clock);
            beans.registerBean(GatewayDatabase.class, () -> database);
            beans.registerBean(StartupGate.class, () -> gate);
            beans.registerBean(StoreOutage.class, () -> outage);
            beans.registerBean(FileJournal.class, () -> journal, bean -> bean.setDestroyMethodName("end"));
            beans.registerBean(PriceBook.class, () -> prices);
            beans.registerBean(GatewayServer.class, () -> server);
            beans.registerBean(StepsCustomization.class, () -> new StepsCustomization(steps));
            if (config.observability().otel().prometheusServed()) {
                beans.registerBean(PrometheusPage.class, PrometheusPage::new);
            }
            context = created;
        }));
        return application;
    }

    private PriceBook prices() {
        String file = config.pricing().file();
        try {
            return PriceBook.load(file.isEmpty() ? null : Path.of(file));
        } catch (RuntimeException e) {
            throw StartupFailure.of("failed to load pricing.file", e);
        }
    }

    /** The port that is listened on; known once it is bound. */
    int port() {
        if (context instanceof ReactiveWebServerApplicationContext server && server.getWebServer() != null) {
            return server.getWebServer().getPort();
        }
        throw new IllegalStateException("the gateway does not listen yet");
    }

    /** Where the calls of this gateway are. */
    JournalTotals calls() {
        return journal.totals();
    }

    /**
     * Stops in order; a start that is still under way is abandoned first. Only the first call does anything.
     *
     * @return whether everything was finished
     */
    synchronized boolean stop() {
        if (stopped) {
            return clean;
        }
        stopped = true;
        abandonStart();
        ConfigurableApplicationContext running = context;
        if (running == null || !running.isActive()) {
            clean = true;
            return true;
        }
        clean = running.getBean(GatewayStop.class).run();
        running.close();
        return clean;
    }

    private void abandonStart() {
        ConfigurableApplicationContext starting = context;
        Thread thread = starter;
        if (thread != null && starting != null && starting.isActive()) {
            gate.stopping();
            // Ends the wait for a server that does not answer; the interrupt ends the wait for a lock.
            database.close();
            thread.interrupt();
        }
        try {
            startOver.await(START_ABANDON.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        stop();
    }
}
