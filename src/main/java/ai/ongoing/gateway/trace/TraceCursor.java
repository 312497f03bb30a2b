package ai.ongoing.gateway.trace;

import java.time.Instant;

/** The last row of a page; the next page starts right below it in the order created_at, id, both descending. */
public record TraceCursor(Instant createdAt, String id) {}
