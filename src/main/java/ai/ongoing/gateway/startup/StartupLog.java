package ai.ongoing.gateway.startup;

import ai.ongoing.gateway.config.GatewayConfig;
import ai.ongoing.gateway.config.ObservabilityConfig;
import ai.ongoing.gateway.journal.file.RecoveryReport;
import ai.ongoing.gateway.migration.MigrationReport;
import ai.ongoing.gateway.storage.StorageSettings;
import ai.ongoing.gateway.storage.schema.TenantSecurityReport;
import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * What a start tells the log: who it is, and one line when it takes calls. What is odd about the configuration has been
 * said on stderr by the command, as by {@code config validate}.
 */
public final class StartupLog {

    private static final Logger LOG = LoggerFactory.getLogger(StartupLog.class);

    private final GatewayConfig config;
    private final String version;
    private final ListenAddress address;

    public StartupLog(GatewayConfig config, String version, ListenAddress address) {
        this.config = config;
        this.version = version;
        this.address = address;
    }

    /** The contract's line, and how to open a gateway that only this machine can reach. */
    void banner() {
        ObservabilityConfig.Otel otel = config.observability().otel();
        LOG.atInfo()
                .addKeyValue("version", version)
                .addKeyValue("addr", address.text())
                .addKeyValue("port", address.port())
                .addKeyValue("storage_driver", config.storage().driver().label())
                .addKeyValue("providers", routes())
                .addKeyValue("config_path", config.source())
                .addKeyValue("auth_enabled", config.auth().enabled())
                .addKeyValue("prometheus_enabled", otel.prometheusServed())
                .addKeyValue("prometheus_path", otel.prometheusPath())
                .log("startup banner");
        if (address.loopback()) {
            LOG.info("only this machine can reach the gateway; set server.host to 0.0.0.0 to open it to others");
        }
        int kept = config.tracing().keptOfABody();
        if (config.tracing().captureBodies() && kept < config.tracing().bodyMaxSize()) {
            LOG.warn(
                    "tracing.body_max_size is {}, but this heap keeps {} bytes of a body; ONGOINGAI_JAVA_OPTS=-Xmx gives it more",
                    config.tracing().bodyMaxSize(),
                    kept);
        }
    }

    /** The one line that says all is ready. */
    void started(StorageSettings settings, MigrationReport migrations, TenantSecurityReport tenants, Duration took) {
        migrations.warnings().forEach(LOG::warn);
        if (!migrations.backup().isEmpty()) {
            LOG.info("the database was copied before its schema was changed: {}", migrations.backup());
        }
        if (!tenants.warning().isEmpty()) {
            LOG.warn(tenants.warning());
        }
        LOG.atInfo()
                .addKeyValue("storage_driver", settings.driver().label())
                .addKeyValue("storage", settings.location())
                .addKeyValue("migrations_applied", migrations.applied())
                .addKeyValue("rls", tenants.state().label())
                .addKeyValue("routes", routes())
                .addKeyValue("auth_enabled", config.auth().enabled())
                .addKeyValue("start_ms", took.toMillis())
                .log("gateway ready");
    }

    /** What an earlier process left in the journal: the one line about a recovery. */
    public void recovered(RecoveryReport left) {
        LOG.atLevel(left.missing() + left.damagedBytes() + left.unreadable() > 0 ? Level.WARN : Level.INFO)
                .addKeyValue("waiting", left.waiting())
                .addKeyValue("interrupted", left.interrupted())
                .addKeyValue("lost", left.missing())
                .addKeyValue("damaged_bytes", left.damagedBytes())
                .addKeyValue("unreadable_records", left.unreadable())
                .log(left.anything() ? "calls of an earlier process recovered from the journal" : "journal is empty");
    }

    private List<String> routes() {
        return config.providers().all().stream()
                .map(provider -> provider.name() + ":" + provider.prefix() + "->" + provider.printableUpstream())
                .toList();
    }
}
