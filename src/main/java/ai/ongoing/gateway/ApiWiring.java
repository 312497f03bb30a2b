package ai.ongoing.gateway;

import ai.ongoing.gateway.api.ApiDocument;
import ai.ongoing.gateway.api.ApiFilter;
import ai.ongoing.gateway.api.ApiRoutes;
import ai.ongoing.gateway.api.DiagnosticsController;
import ai.ongoing.gateway.api.GatewayFacts;
import ai.ongoing.gateway.api.HealthController;
import ai.ongoing.gateway.api.ProbeController;
import ai.ongoing.gateway.api.TraceController;
import ai.ongoing.gateway.config.BuildVersion;
import ai.ongoing.gateway.config.GatewayConfig;
import ai.ongoing.gateway.http.Cors;
import ai.ongoing.gateway.http.RequestLog;
import ai.ongoing.gateway.observability.PrometheusPage;
import ai.ongoing.gateway.pipeline.Ledger;
import ai.ongoing.gateway.startup.GatewayStartup;
import ai.ongoing.gateway.startup.StartupGate;
import ai.ongoing.gateway.storage.GatewayDatabase;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.concurrent.Executors;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/** The API beside the proxy path. */
@Configuration(proxyBeanMethods = false)
final class ApiWiring {

    private final GatewayConfig config;
    private final StartupGate gate;
    private final GatewayDatabase database;

    ApiWiring(GatewayConfig config, StartupGate gate, GatewayDatabase database) {
        this.config = config;
        this.gate = gate;
        this.database = database;
    }

    /** Handlers may block: each runs on a virtual thread of its own. */
    @Bean(destroyMethod = "dispose")
    Scheduler blockingHandlers() {
        return Schedulers.fromExecutorService(Executors.newVirtualThreadPerTaskExecutor());
    }

    @Bean
    HealthController healthController(GatewayStartup startup, Ledger ledger) {
        GatewayFacts facts = new GatewayFacts(
                BuildVersion.current().version(), config.storage().driver().label());
        HealthController.Store store =
                new HealthController.Store(database::status, startup::rowSecurity, ledger::snapshot);
        return new HealthController(facts, gate, store, Clock.systemUTC());
    }

    @Bean
    ApiRoutes apiRoutes(HealthController health, Ledger ledger, ObjectProvider<PrometheusPage> page) {
        ApiRoutes routes = new ApiRoutes()
                .health(health, new ProbeController(gate))
                .traces(new TraceController(database::traceReader, ledger::snapshot))
                .diagnostics(new DiagnosticsController(
                        ledger::snapshot, config.storage().driver().label(), Clock.systemUTC()))
                .document(new ApiDocument());
        page.ifAvailable(shown -> routes.metrics(
                config.observability().otel().prometheusPath(),
                () -> shown.text().getBytes(StandardCharsets.UTF_8)));
        return routes;
    }

    @Bean
    ApiFilter apiFilter(Cors cors, RequestLog requestLog, Scheduler blockingHandlers) {
        return new ApiFilter(gate, cors, requestLog, blockingHandlers);
    }
}
