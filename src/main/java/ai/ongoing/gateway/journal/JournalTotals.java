package ai.ongoing.gateway.journal;

/**
 * The books since the journal was made, over all the processes that kept it. {@code accepted = inFlight + waiting +
 * stored + setAside + lost}, where {@code accepted} is a count of its own.
 *
 * @param accepted calls let through
 * @param inFlight of these, calls that have not ended
 * @param waiting ended and not released; the batch in the writer's hands is among them
 * @param stored released as stored
 * @param setAside released as set aside
 * @param lost calls that ended and found no room
 */
public record JournalTotals(long accepted, long inFlight, long waiting, long stored, long setAside, long lost) {}
