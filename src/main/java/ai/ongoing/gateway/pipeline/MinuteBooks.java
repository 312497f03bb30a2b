package ai.ongoing.gateway.pipeline;

import java.time.Instant;

/**
 * What happened between two looks at the books that lie a minute apart, or more when nothing moved.
 *
 * @param begin start of the first minute covered
 * @param accepted calls let through
 * @param open calls without a fate at the end: in flight or waiting
 * @param balanced whether every accepted call is accounted for, and the journal released as stored what the writer stored
 */
public record MinuteBooks(
        Instant begin, long accepted, long stored, long setAside, long declaredLost, long open, boolean balanced) {

    /** @param written traces stored in between, by the writer's own count */
    static MinuteBooks between(Instant begin, Books from, Books to, long written) {
        long stored = to.stored() - from.stored();
        return new MinuteBooks(
                begin,
                to.accepted() - from.accepted(),
                stored,
                to.setAside() - from.setAside(),
                to.declaredLost() - from.declaredLost(),
                to.open(),
                from.balanced() && to.balanced() && stored == written);
    }
}
