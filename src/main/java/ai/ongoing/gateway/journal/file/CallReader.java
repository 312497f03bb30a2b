package ai.ongoing.gateway.journal.file;

import ai.ongoing.gateway.journal.BodyRecord;
import ai.ongoing.gateway.journal.CompletionRecord;
import ai.ongoing.gateway.journal.FinishedCall;
import ai.ongoing.gateway.journal.JournalBounds;
import ai.ongoing.gateway.journal.JournalPosition;
import ai.ongoing.gateway.journal.format.FrameScanner;
import ai.ongoing.gateway.journal.format.RecordDecoding;
import ai.ongoing.gateway.journal.format.RecordDecoding.Bodies;
import ai.ongoing.gateway.journal.format.RecordDecoding.Completed;
import ai.ongoing.gateway.journal.format.UnreadableRecordException;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads calls back in the order in which they ended, each joined with its bodies, which stand a little behind it. What is
 * read ahead while bodies are looked for is bounded; a call whose bodies do not come within it goes on without them.
 * Used by the draining thread alone.
 */
final class CallReader {

    private static final Logger LOG = LoggerFactory.getLogger(FileJournal.class);
    private static final int MOST_AHEAD = 8192;

    private final Function<Segment, @Nullable Segment> following;
    private final Predicate<String> bodyExpected;
    private final long mostBytesAhead;
    private final Deque<Pending> ahead = new ArrayDeque<>();
    private final Map<String, Pending> withoutBody = new HashMap<>();
    private long bytesAhead;
    private long completionsRead;
    private Segment segment;
    private FrameScanner scanner;

    /** A call that was read and not yet taken. */
    private static final class Pending {

        private final CompletionRecord completion;
        private final JournalPosition at;
        private boolean wanting;
        private @Nullable BodyRecord body;

        private Pending(CompletionRecord completion, JournalPosition at, boolean wanting) {
            this.completion = completion;
            this.at = at;
            this.wanting = wanting;
        }
    }

    /**
     * Begins at the first record of a segment.
     *
     * @param following the segment behind one; null when it is the last
     * @param bodies what is still on its way into the journal
     */
    CallReader(Segment first, Function<Segment, @Nullable Segment> following, BodyQueue bodies) {
        this.following = following;
        this.bodyExpected = bodies::expects;
        this.mostBytesAhead = 2 * bodies.mostBytes();
        this.segment = first;
        this.scanner = first.scanner();
    }

    /**
     * Adds calls to {@code into} up to the limit; stops early at a call whose bodies are still on their way. Where memory
     * gives out the calls added so far are handed out, and reading goes on behind them the next time.
     */
    void read(List<FinishedCall> into, JournalBounds limit) throws IOException {
        long weight = 0;
        while (into.size() < limit.records() && weight < limit.bytes()) {
            FinishedCall call = nextCall();
            if (call == null) {
                return;
            }
            into.add(call);
            bytesAhead -=
                    weight(ahead.remove()); // only now: where the list finds no room to grow, nobody would have it
            weight += call.weight();
        }
    }

    /** The call at the head, which stays there. */
    private @Nullable FinishedCall nextCall() throws IOException {
        while (true) {
            Pending head = ahead.peek();
            if (head != null && !head.wanting) {
                return new FinishedCall(head.completion, head.body);
            }
            boolean tooFar = ahead.size() >= MOST_AHEAD || bytesAhead > mostBytesAhead;
            // Asked before reading on: bodies that were appended in between are then found by that reading.
            boolean expected = head != null && bodyExpected.test(head.completion.traceId());
            if (head != null && tooFar) {
                giveUpBody(head);
            } else if (!readOne()) {
                if (head == null || expected) {
                    return null;
                }
                giveUpBody(head);
            }
        }
    }

    private void giveUpBody(Pending call) {
        call.wanting = false;
        withoutBody.remove(call.completion.traceId());
    }

    /** Reads one record; false at the end of what was appended. */
    private boolean readOne() throws IOException {
        while (!scanner.advance(segment.end())) {
            // Takes the lock that appends wait for, so it is asked where nothing is left and not for every record.
            Segment next = following.apply(segment);
            if (next == null) {
                return false;
            }
            // A segment that has a successor does not grow any more: what it got before that is found by this look.
            if (scanner.advance(segment.end())) {
                break;
            }
            FrameScanner ofNext = next.scanner(); // which needs memory; both change, or none does
            segment = next;
            scanner = ofNext;
        }
        keep();
        return true;
    }

    private void keep() {
        if (RecordDecoding.isNote(scanner.type(), scanner.version())) {
            return;
        }
        try {
            switch (RecordDecoding.decoded(scanner.type(), scanner.version(), scanner.payload())) {
                case Completed(CompletionRecord call, boolean bodyLost) -> completed(call, bodyLost);
                case Bodies(BodyRecord body) -> join(body);
                default -> {
                    // Nothing that waits for the store.
                }
            }
        } catch (UnreadableRecordException e) {
            LOG.atError()
                    .addKeyValue("segment", segment.number())
                    .addKeyValue("offset", scanner.start())
                    .addKeyValue("error", e.getMessage())
                    .log("the journal holds a record that cannot be understood; it is passed over");
        } catch (OutOfMemoryError e) {
            scanner.again();
            throw e;
        }
    }

    private void completed(CompletionRecord call, boolean bodyLost) {
        JournalPosition at = new JournalPosition(segment.number(), scanner.start());
        Pending pending = new Pending(call, at, call.bodyFollows() && !bodyLost);
        // What may find no memory comes first, and may be done twice.
        if (pending.wanting) {
            withoutBody.put(call.traceId(), pending);
        }
        ahead.add(pending);
        bytesAhead += weight(pending);
        completionsRead++;
    }

    private void join(BodyRecord body) {
        Pending call = withoutBody.remove(body.traceId());
        if (call != null) {
            call.body = body;
            call.wanting = false;
            bytesAhead += body.weight();
        }
    }

    private static long weight(Pending call) {
        BodyRecord body = call.body;
        return call.completion.weight() + (body == null ? 0 : body.weight());
    }

    /** From where everything that was not handed out would be read again. */
    JournalPosition position() {
        Pending head = ahead.peek();
        return head != null ? head.at : new JournalPosition(segment.number(), scanner.end());
    }

    /** Calls read since the beginning. */
    long completionsRead() {
        return completionsRead;
    }

    /** Whether all that was appended has been handed out. */
    boolean atEnd() {
        return ahead.isEmpty();
    }
}
