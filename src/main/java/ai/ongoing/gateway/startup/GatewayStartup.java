package ai.ongoing.gateway.startup;

import ai.ongoing.gateway.config.StorageDriver;
import ai.ongoing.gateway.journal.JournalException;
import ai.ongoing.gateway.migration.MigrationReport;
import ai.ongoing.gateway.storage.StorageSettings;
import ai.ongoing.gateway.storage.schema.TenantSecurityReport;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.ApplicationArguments;
import org.springframework.boot.ApplicationRunner;

/**
 * The order in which a gateway comes up. The port is already open and the gate shut; a step that fails ends the start,
 * and no later one runs. What earlier steps opened is closed by whoever owns it, as the application context closes.
 */
public final class GatewayStartup implements ApplicationRunner {

    private final StorageDriver driver;
    private final StartupSteps steps;
    private final StartupGate gate;
    private final StartupLog log;
    private final AtomicReference<@Nullable TenantSecurityReport> tenants = new AtomicReference<>();

    public GatewayStartup(StorageDriver driver, StartupSteps steps, StartupGate gate, StartupLog log) {
        this.driver = driver;
        this.steps = steps;
        this.gate = gate;
        this.log = log;
    }

    /** @throws StartupFailure when a step fails */
    @Override
    public void run(@Nullable ApplicationArguments arguments) {
        long begun = System.nanoTime();
        log.banner();
        try {
            StorageSettings settings = steps.validate().get();
            gate.starting("opening " + settings.location());
            steps.open().accept(settings);
            MigrationReport migrations = prepareSchema();
            gate.starting("opening the journal");
            steps.openJournal().accept(settings);
            gate.starting("starting the trace writer");
            steps.startWriter().run();
            if (gate.serving()) {
                log.started(settings, migrations, security(), Duration.ofNanos(System.nanoTime() - begun));
                Thread.ofVirtual().name("after-start").start(steps.afterwards());
            }
        } catch (JournalException cause) {
            throw StartupFailure.of("failed to open the journal", cause);
        } catch (RuntimeException cause) {
            throw StartupFailure.ofStorage(driver, cause);
        }
    }

    /** Migrations and tenant set-up under one lock, which is given back before any call is accepted. */
    private MigrationReport prepareSchema() {
        gate.starting("connecting for migrations");
        try (SchemaSteps schema = steps.schema().get()) {
            gate.starting("applying migrations");
            MigrationReport migrations = schema.migrate();
            gate.starting("setting up tenants");
            tenants.set(schema.secureTenants());
            return migrations;
        }
    }

    /** What the database does to keep tenants apart, in one word; known once the set-up has run. */
    public String rowSecurity() {
        TenantSecurityReport report = tenants.get();
        return report == null ? "unknown" : report.state().label();
    }

    private TenantSecurityReport security() {
        TenantSecurityReport report = tenants.get();
        if (report == null) {
            throw new IllegalStateException("tenants were not set up");
        }
        return report;
    }
}
