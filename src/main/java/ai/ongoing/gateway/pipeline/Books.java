package ai.ongoing.gateway.pipeline;

/**
 * Where every accepted call is: {@code accepted = inFlight + waiting + stored + setAside + declaredLost}, at every
 * moment.
 *
 * @param accepted calls that finished
 * @param inFlight in the writer's hands
 * @param waiting in the queue
 * @param stored in the store
 * @param setAside given up because they could not be turned into a row or the store refused the row
 * @param declaredLost refused by a full or closed queue, or left over at the end of the time for stopping
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
}
