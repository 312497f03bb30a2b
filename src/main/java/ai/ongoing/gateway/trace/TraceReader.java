package ai.ongoing.gateway.trace;

import ai.ongoing.gateway.tenant.TenantScope;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Finds stored traces. Every method throws {@link TraceStoreException} when the store cannot answer. */
public interface TraceReader {

    /**
     * One page in the order created_at, id, both descending. Never loads headers, bodies or metadata, and costs the
     * same at any depth.
     *
     * @param after where the page starts; null for the newest
     * @param limit 1 to 200
     */
    TracePage list(TenantScope scope, TraceFilter filter, @Nullable TraceCursor after, int limit);

    /**
     * As {@link #list}, but whole traces with headers, bodies and metadata, all of them in memory at once: for exports.
     * A page ends early with the trace whose texts reach the limit; an empty one means the end.
     *
     * @param letters so many letters of headers, bodies and metadata fill a page
     */
    List<Trace> whole(TenantScope scope, TraceFilter filter, @Nullable TraceCursor after, int limit, long letters);

    /** The whole trace, or empty when there is none or the scope may not see it. */
    Optional<Trace> find(TenantScope scope, String id);

    /** How many traces the scope sees; reads the whole index, so never on a request path. */
    long count(TenantScope scope);
}
