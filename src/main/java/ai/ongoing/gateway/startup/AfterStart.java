package ai.ongoing.gateway.startup;

import ai.ongoing.gateway.storage.GatewayDatabase;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a start leaves to the background: the notices about traces in another store and about tables changed by hand, and
 * the count that health shows.
 */
public final class AfterStart implements Runnable {

    private static final Logger LOG = LoggerFactory.getLogger(AfterStart.class);

    private final GatewayDatabase database;

    public AfterStart(GatewayDatabase database) {
        this.database = database;
    }

    @Override
    public void run() {
        tellOfDrift();
        try {
            database.noticeOfTracesElsewhere().ifPresent(LOG::warn);
            database.countTraces();
        } catch (RuntimeException e) {
            // Health goes on saying that its count is not exact.
            LOG.atWarn().addKeyValue("error", e.getMessage()).log("the stored traces could not be counted");
        }
    }

    private void tellOfDrift() {
        try {
            database.noticeOfDrift().ifPresent(LOG::warn);
        } catch (RuntimeException e) {
            LOG.atWarn()
                    .addKeyValue("error", e.getMessage())
                    .log("the schema could not be compared with the expected one");
        }
    }
}
