package ai.ongoing.gateway.startup;

import ai.ongoing.gateway.http.Gate;
import ai.ongoing.gateway.migration.Expectation;
import ai.ongoing.gateway.migration.MigrationObserver;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells the log and, through the gate, health what the migrations are doing. */
public final class StartupProgress implements MigrationObserver {

    private static final Logger LOG = LoggerFactory.getLogger(StartupProgress.class);

    private static final String APPLYING = "applying migrations";

    private final StartupGate gate;

    public StartupProgress(StartupGate gate) {
        this.gate = gate;
    }

    @Override
    public void expecting(Expectation expectation) {
        gate.progress(new Gate.Progress(APPLYING, expectation.toString()));
        LOG.info("applying migrations, {}; calls are refused until then", expectation);
    }

    @Override
    public void applying(String name) {
        gate.progress(new Gate.Progress(APPLYING, name));
    }

    @Override
    public void applied(String name, Duration took) {
        LOG.atInfo()
                .addKeyValue("file", name)
                .addKeyValue("took_ms", took.toMillis())
                .log("applied migration");
        gate.progress(new Gate.Progress(APPLYING, ""));
    }

    @Override
    public void waiting(String holder) {
        gate.progress(new Gate.Progress("the migration lock, held by " + holder, ""));
        LOG.atInfo().addKeyValue("holder", holder).log("waiting for the migration lock");
    }

    @Override
    public void retrying(String name, int attempt, Duration pause) {
        LOG.atWarn()
                .addKeyValue("file", name)
                .addKeyValue("attempt", attempt)
                .addKeyValue("pause_ms", pause.toMillis())
                .log("migration met a lock and is tried again");
    }
}
