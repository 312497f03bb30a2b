package ai.ongoing.gateway.journal;

/**
 * What a journal was asked to take since the start of the process. {@code offered - refused} finished calls were taken.
 *
 * @param admitted calls let through
 * @param offered calls that ended
 * @param refused of these, calls that found no room or a closed journal: lost
 * @param bodiesDropped calls that were taken without their bodies
 */
public record JournalCounts(long admitted, long offered, long refused, long bodiesDropped) {}
