package ai.ongoing.gateway.pipeline;

/**
 * Where every accepted call is, since the journal was made: {@code accepted = inFlight + waiting + stored + setAside +
 * declaredLost}.
 *
 * @param accepted calls let through to a provider
 * @param inFlight of these, calls that have not ended
 * @param waiting ended and on their way to the store
 * @param stored in the store
 * @param setAside kept beside the journal, because they could not be turned into a row or the store refused the row
 * @param declaredLost ended while the journal had no room for them, or could neither be stored nor set aside
 */
public record Books(long accepted, long inFlight, long waiting, long stored, long setAside, long declaredLost) {

    /** Calls whose fate is not decided yet. */
    public long open() {
        return inFlight + waiting;
    }

    /** Whether no call is under way: everything accepted has met its fate. */
    public boolean settled() {
        return open() == 0;
    }

    /** Whether every accepted call is accounted for. */
    public boolean balanced() {
        return accepted == open() + stored + setAside + declaredLost;
    }
}
