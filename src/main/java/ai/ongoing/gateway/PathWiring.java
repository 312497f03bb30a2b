package ai.ongoing.gateway;

import ai.ongoing.gateway.assembly.CaptureTerms;
import ai.ongoing.gateway.assembly.TraceAssembler;
import ai.ongoing.gateway.config.GatewayConfig;
import ai.ongoing.gateway.http.Cors;
import ai.ongoing.gateway.http.RequestLog;
import ai.ongoing.gateway.journal.file.FileJournal;
import ai.ongoing.gateway.observability.LoggedRequests;
import ai.ongoing.gateway.observability.PipelineMeters;
import ai.ongoing.gateway.observability.PrometheusPage;
import ai.ongoing.gateway.observability.UpstreamMeters;
import ai.ongoing.gateway.pipeline.Ledger;
import ai.ongoing.gateway.pipeline.PipelineListener;
import ai.ongoing.gateway.pipeline.StoreOutage;
import ai.ongoing.gateway.pipeline.TraceQueue;
import ai.ongoing.gateway.pipeline.TraceWriter;
import ai.ongoing.gateway.pricing.PriceBook;
import ai.ongoing.gateway.proxy.ExchangeFactory;
import ai.ongoing.gateway.proxy.ProxyRoutes;
import ai.ongoing.gateway.proxy.egress.Failures;
import ai.ongoing.gateway.proxy.egress.PoolFigures;
import ai.ongoing.gateway.startup.StartupFailure;
import ai.ongoing.gateway.startup.StartupGate;
import ai.ongoing.gateway.storage.GatewayDatabase;
import java.time.Clock;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.LongSupplier;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** A call's way through the gateway, and its trace's way to the store. */
@Configuration(proxyBeanMethods = false)
final class PathWiring {

    private final GatewayConfig config;

    PathWiring(GatewayConfig config) {
        this.config = config;
    }

    @Bean
    Cors cors() {
        return new Cors(config.server().corsOrigins(), config.auth().header());
    }

    @Bean
    RequestLog requestLog() {
        return new LoggedRequests();
    }

    @Bean
    Ledger ledger(FileJournal journal, Clock clock) {
        return new Ledger(journal, clock);
    }

    @Bean
    PipelineListener pipelineListener(ObjectProvider<PrometheusPage> page, Ledger ledger) {
        PrometheusPage shown = page.getIfAvailable();
        if (shown == null) {
            return PipelineListener.NONE;
        }
        PipelineMeters meters =
                new PipelineMeters(shown.registry(), config.storage().driver().label());
        meters.bind(ledger::snapshot);
        return meters;
    }

    @Bean
    TraceQueue traceQueue(FileJournal journal, Ledger ledger, PipelineListener listener) {
        return new TraceQueue(journal, ledger, listener);
    }

    @Bean
    TraceWriter.Observers observers(Ledger ledger, PipelineListener listener, StoreOutage outage) {
        return new TraceWriter.Observers(ledger, listener, outage);
    }

    @Bean
    TraceWriter traceWriter(
            FileJournal journal, TraceWriter.Observers observers, PriceBook prices, GatewayDatabase database) {
        String piiMode = config.pii().mode().isEmpty() ? "off" : config.pii().mode();
        CaptureTerms terms = new CaptureTerms(
                piiMode, config.pii().policyId(), config.tracing().keptOfABody());
        // The sink is asked for when the first batch is ready: the store opens long after this is wired.
        TraceWriter.Ends ends =
                new TraceWriter.Ends(journal, traces -> database.traceSink().save(traces));
        return new TraceWriter(ends, new TraceAssembler(prices, terms), observers);
    }

    @Bean
    ExchangeFactory exchanges(TraceQueue queue) {
        return ProxyPath.capture(config, queue);
    }

    @Bean
    ProxyRoutes.Ports proxyPorts(StartupGate gate, ExchangeFactory exchanges, RequestLog log, Cors cors) {
        return new ProxyRoutes.Ports(gate::accepting, exchanges, log, cors);
    }

    @Bean
    ProxyRoutes proxyRoutes(ProxyRoutes.Ports ports, ObjectProvider<PrometheusPage> page) {
        try {
            ProxyRoutes routes = new ProxyRoutes(config, System.getenv(), ports);
            page.ifAvailable(shown -> show(routes, new UpstreamMeters(shown.registry())));
            return routes;
        } catch (IllegalArgumentException e) {
            throw StartupFailure.of("failed to configure proxy routes", e);
        }
    }

    private static void show(ProxyRoutes routes, UpstreamMeters meters) {
        routes.egress().forEach((provider, egress) -> {
            Map<String, LongSupplier> failures = new TreeMap<>();
            for (Failures.Kind kind : Failures.Kind.values()) {
                failures.put(
                        kind.name().toLowerCase(Locale.ROOT),
                        () -> egress.failures().of(kind));
            }
            PoolFigures pool = egress.connections();
            meters.bind(provider, new UpstreamMeters.Figures(pool::used, pool::idle, pool::waiting, failures));
        });
    }
}
