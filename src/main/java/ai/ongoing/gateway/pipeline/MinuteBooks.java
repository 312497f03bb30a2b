package ai.ongoing.gateway.pipeline;

import java.time.Instant;

/**
 * What happened between two looks at the books that lie a minute apart, or more when nothing moved.
 *
 * @param begin start of the first minute covered
 * @param accepted calls that came in
 * @param open calls under way at the end: in flight or waiting
 * @param balanced whether every accepted call is accounted for
 */
public record MinuteBooks(
        Instant begin, long accepted, long stored, long setAside, long declaredLost, long open, boolean balanced) {

    static MinuteBooks between(Instant begin, Books from, Books to) {
        long accepted = to.accepted() - from.accepted();
        long stored = to.stored() - from.stored();
        long setAside = to.setAside() - from.setAside();
        long lost = to.declaredLost() - from.declaredLost();
        boolean balanced = accepted == stored + setAside + lost + to.open() - from.open();
        return new MinuteBooks(begin, accepted, stored, setAside, lost, to.open(), balanced);
    }
}
