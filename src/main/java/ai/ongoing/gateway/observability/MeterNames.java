package ai.ongoing.gateway.observability;

/**
 * Names of the gateway's meters and labels. On the Prometheus page dots become underscores and a timer's name gets
 * {@code _seconds} at its end, so a timer's name here has none. Names are API.
 */
final class MeterNames {

    static final String QUEUE_DROPPED = "ongoingai.trace.queue_dropped_total";
    static final String WRITE_FAILED = "ongoingai.trace.write_failed_total";
    static final String ENQUEUED = "ongoingai.trace.enqueued_total";
    static final String WRITTEN = "ongoingai.trace.written_total";
    static final String FLUSH_DURATION = "ongoingai.trace.flush_duration";
    static final String FLUSH_BATCH_SIZE = "ongoingai.trace.flush_batch_size";
    static final String QUEUE_DEPTH = "ongoingai.trace.queue_depth";
    static final String QUEUE_CAPACITY = "ongoingai.trace.queue_capacity";
    static final String JOURNAL_BYTES = "ongoingai.trace.journal_bytes";
    static final String LAG = "ongoingai.trace.lag_seconds";
    static final String TRACES = "ongoingai.traces_total";
    static final String PROVIDER_REQUESTS = "ongoingai.provider.request_total";
    static final String PROVIDER_DURATION = "ongoingai.provider.request_duration";
    static final String PROXY_REQUESTS = "ongoingai.proxy.request_total";
    static final String PROXY_DURATION = "ongoingai.proxy.request_duration";
    static final String UPSTREAM_USED = "ongoingai.upstream.connections_used";
    static final String UPSTREAM_IDLE = "ongoingai.upstream.connections_idle";
    static final String UPSTREAM_WAITING = "ongoingai.upstream.calls_waiting";
    static final String UPSTREAM_FAILURES = "ongoingai.upstream.failures_total";

    static final String PROVIDER = "provider";
    static final String MODEL = "model";
    static final String ORG_ID = "org_id";
    static final String WORKSPACE_ID = "workspace_id";
    static final String ROUTE = "route";
    static final String STATUS_CODE = "status_code";
    static final String OPERATION = "operation";
    static final String ERROR_CLASS = "error_class";
    static final String STORE = "store";
    static final String KIND = "kind";
    static final String OUTCOME = "outcome";

    private MeterNames() {}
}
