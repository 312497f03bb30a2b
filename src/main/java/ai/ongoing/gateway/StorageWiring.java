package ai.ongoing.gateway;

import ai.ongoing.gateway.config.BuildVersion;
import ai.ongoing.gateway.config.GatewayConfig;
import ai.ongoing.gateway.journal.file.FileJournal;
import ai.ongoing.gateway.journal.file.RecoveryReport;
import ai.ongoing.gateway.pipeline.Ledger;
import ai.ongoing.gateway.pipeline.TraceWriter;
import ai.ongoing.gateway.proxy.ProxyRoutes;
import ai.ongoing.gateway.startup.AfterStart;
import ai.ongoing.gateway.startup.GatewayStartup;
import ai.ongoing.gateway.startup.GatewayStop;
import ai.ongoing.gateway.startup.ListenAddress;
import ai.ongoing.gateway.startup.SchemaSteps;
import ai.ongoing.gateway.startup.StartupGate;
import ai.ongoing.gateway.startup.StartupLog;
import ai.ongoing.gateway.startup.StartupProgress;
import ai.ongoing.gateway.startup.StartupSteps;
import ai.ongoing.gateway.storage.GatewayDatabase;
import ai.ongoing.gateway.storage.StorageSettings;
import java.util.function.Consumer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** How the gateway comes up and goes down around its store. */
@Configuration(proxyBeanMethods = false)
final class StorageWiring {

    private final GatewayConfig config;
    private final StartupGate gate;
    private final GatewayDatabase database;

    StorageWiring(GatewayConfig config, StartupGate gate, GatewayDatabase database) {
        this.config = config;
        this.gate = gate;
        this.database = database;
    }

    @Bean
    StartupSteps startupSteps(
            Consumer<StorageSettings> openJournal, TraceWriter writer, StepsCustomization customization) {
        return customization
                .steps()
                .apply(new StartupSteps(
                        () -> StorageSettings.validated(config.storage()),
                        database::open,
                        () -> SchemaSteps.of(database.schema(new StartupProgress(gate))),
                        openJournal,
                        writer::start,
                        new AfterStart(database)));
    }

    /** The journal knows its store by kind and place. */
    @Bean
    Consumer<StorageSettings> openJournal(FileJournal journal, Ledger ledger, StartupLog log) {
        return settings -> {
            RecoveryReport left = journal.open(settings.identity());
            ledger.opened(left.waiting() + left.interrupted());
            log.recovered(left);
        };
    }

    @Bean
    StartupLog startupLog() {
        return new StartupLog(config, BuildVersion.current().version(), ListenAddress.of(config.server()));
    }

    @Bean
    GatewayStartup gatewayStartup(StartupSteps steps, StartupLog log) {
        return new GatewayStartup(config.storage().driver(), steps, gate, log);
    }

    @Bean
    GatewayStop gatewayStop(TraceWriter writer, ProxyRoutes proxy) {
        GatewayStop.Parts parts =
                new GatewayStop.Parts(proxy::inFlight, proxy::interrupt, writer::close, database::close);
        return new GatewayStop(gate, parts, config.server().shutdownTimeout());
    }
}
