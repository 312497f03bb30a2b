package ai.ongoing.gateway.journal;

import java.time.Instant;

/**
 * A call that was set aside, as an operator is shown it.
 *
 * @param ended when the call ended
 * @param reason why the store does not have it
 */
public record SetAsideCall(String traceId, String correlationId, Instant ended, String reason) {}
