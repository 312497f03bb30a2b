package ai.ongoing.gateway.transfer.export;

import ai.ongoing.gateway.tenant.TenantScope;
import ai.ongoing.gateway.trace.TraceFilter;

/**
 * What to export.
 *
 * @param scope whose traces
 * @param filter which of them
 * @param detail whether whole traces, with headers, bodies and metadata, or the lines of a list
 */
public record ExportRequest(TenantScope scope, TraceFilter filter, boolean detail) {}
