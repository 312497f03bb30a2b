package ai.ongoing.gateway.observability;

import ai.ongoing.gateway.http.RequestLog;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes one line a request; the line is rendered and written on the log's own thread. Thread-safe. */
public final class LoggedRequests implements RequestLog {

    private final Logger log;

    public LoggedRequests() {
        this(LoggerFactory.getLogger(LoggedRequests.class));
    }

    LoggedRequests(Logger log) {
        this.log = log;
    }

    @Override
    public void requestComplete(Entry entry) {
        log.atInfo()
                .addKeyValue("correlation_id", entry.correlationId())
                .addKeyValue("method", entry.method())
                .addKeyValue("path", entry.path())
                .addKeyValue("status", entry.status())
                .addKeyValue("latency_ms", entry.latencyMs())
                .log("request complete");
    }
}
