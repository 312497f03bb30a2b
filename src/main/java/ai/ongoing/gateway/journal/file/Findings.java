package ai.ongoing.gateway.journal.file;

import ai.ongoing.gateway.journal.AdmissionRecord;
import ai.ongoing.gateway.journal.AnswerRecord;
import ai.ongoing.gateway.journal.AnswerRecord.Progress;
import ai.ongoing.gateway.journal.CompletionRecord;
import ai.ongoing.gateway.journal.JournalPosition;
import ai.ongoing.gateway.journal.books.Books;
import ai.ongoing.gateway.journal.directory.CheckpointFile.Checkpoint;
import ai.ongoing.gateway.journal.directory.CheckpointFile.Taken;
import ai.ongoing.gateway.journal.format.FrameScanner;
import ai.ongoing.gateway.journal.format.RecordDecoding;
import ai.ongoing.gateway.journal.format.RecordDecoding.Admitted;
import ai.ongoing.gateway.journal.format.RecordDecoding.Answered;
import ai.ongoing.gateway.journal.format.RecordDecoding.Completed;
import ai.ongoing.gateway.journal.format.RecordDecoding.Progressed;
import ai.ongoing.gateway.journal.format.SegmentHeader;
import ai.ongoing.gateway.journal.format.UnreadableRecordException;
import java.io.IOException;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What the records of a journal come to, segment after segment: calls that wait, calls that never ended, damage. Holds
 * the calls that are under way at one place of the journal, and nothing that grows with what waits. Not thread-safe.
 */
final class Findings {

    private final Map<String, AdmissionRecord> open = new LinkedHashMap<>();

    private final Map<String, AnswerRecord> answers = new HashMap<>();

    /** Where segments are out of order, a call's end may come before its beginning. */
    private final Set<String> endedBeforeAdmission = new HashSet<>();

    private long records;
    /** Calls that were let through after the checkpoint had been written. */
    private long admittedSince;
    /** Calls that ended after it, and whose admission is nowhere. */
    private long unannounced;

    private long waiting;
    /** Calls that ended and were released, whose records are still there. */
    private long settled;

    private long damagedBytes;
    private long unreadable;
    private @Nullable Instant oldest;
    private boolean inPlace = true;

    /**
     * Looks at a segment's header.
     *
     * @param number by its file's name
     * @param empty a process may die between making a file and writing its header
     * @param journal whose segments are looked for
     */
    void segment(@Nullable SegmentHeader header, long number, boolean empty, @Nullable UUID journal) {
        inPlace &= header == null
                ? empty
                : header.number() == number && header.journal().equals(journal);
    }

    /** Whether every segment is where it was written. */
    boolean inPlace() {
        return inPlace;
    }

    /**
     * Reads a segment's records.
     *
     * @param scanner at the first record
     * @param number of the segment
     * @param size up to where it may be read
     * @param known what was written down of these records
     * @return where the last intact record ends; where the scanner stood when there is none
     */
    long read(FrameScanner scanner, long number, long size, Checkpoint known) throws IOException {
        long end = scanner.end();
        while (scanner.advance(size)) {
            end = scanner.end();
            records++;
            note(scanner, new JournalPosition(number, scanner.start()), known);
        }
        damagedBytes += scanner.damaged();
        return end;
    }

    /** Bytes that were counted as damage have become a record, or went away: somebody was about to write there. */
    void noDamage(long bytes) {
        damagedBytes -= bytes;
    }

    private void note(FrameScanner scanner, JournalPosition at, Checkpoint known) {
        try {
            switch (RecordDecoding.decoded(scanner.type(), scanner.version(), scanner.payload())) {
                case Admitted(AdmissionRecord call) -> admitted(call, at, known);
                case Answered(AnswerRecord answer) -> answers.put(answer.traceId(), answer);
                case Progressed(String id, Progress progress) ->
                    answers.computeIfPresent(id, (_, answer) -> answer.with(progress));
                case Completed(CompletionRecord call, boolean _) -> ended(call, at, known);
                default -> {
                    // Bodies are met again, and joined with their calls, when the journal is drained.
                }
            }
        } catch (UnreadableRecordException e) {
            unreadable++;
        }
    }

    private void admitted(AdmissionRecord call, JournalPosition at, Checkpoint known) {
        // One that was carried along stands in its old place, too, until a checkpoint behind its new one is written.
        if (open.put(call.traceId(), call) == null && !known.covers(at)) {
            admittedSince++;
        }
    }

    private void ended(CompletionRecord call, JournalPosition at, Checkpoint known) {
        answers.remove(call.traceId());
        if (open.remove(call.traceId()) == null) {
            endedBeforeAdmission.add(call.traceId());
            unannounced += known.covers(at) ? 0 : 1;
        }
        if (at.compareTo(known.position()) < 0) {
            settled++;
        } else {
            waiting++;
            if (oldest == null) {
                oldest = call.finishedAt();
            }
        }
    }

    /** Calls that were let through and of which no end is known, oldest first, with what is known of each. */
    List<CompletionRecord> interrupted() {
        return open.values().stream()
                .filter(call -> !endedBeforeAdmission.contains(call.traceId()))
                .map(call -> call.interrupted(answers.get(call.traceId())))
                .toList();
    }

    /**
     * From where the next process goes on. When a segment is not where it should be, positions say nothing: then all is read
     * again, because the store knows a trace by its id and twice is once, and what was counted as stored and comes again
     * is taken out of that count.
     */
    Checkpoint goingOn(Checkpoint checkpoint) {
        return inPlace
                ? checkpoint
                : new Checkpoint(
                        JournalPosition.START,
                        Math.max(0, checkpoint.stored() - settled),
                        checkpoint.setAside(),
                        checkpoint.lost(),
                        null);
    }

    /** Lets the books go on; how many calls had been let through and are nowhere. */
    long continueIn(Books books, Checkpoint checkpoint) {
        return books.continueFrom(
                goingOn(checkpoint), comingOut() + interrupted().size(), acceptedSince(checkpoint));
    }

    /**
     * Calls let through after the checkpoint was written. While the journal was nearly full, admissions found no room where
     * completions did: then the end of a call is all there is of it, and as many as were under way like that are known already.
     * An admission that was damaged looks the same and is known already, too.
     */
    private long acceptedSince(Checkpoint checkpoint) {
        Taken taken = checkpoint.taken();
        long known = taken == null ? 0 : taken.unnoted();
        return admittedSince + (damagedBytes > 0 ? 0 : Math.max(0, unannounced - known));
    }

    /** Calls that come out of the journal again. */
    long comingOut() {
        return waiting + (inPlace ? 0 : settled);
    }

    /** Calls that ended and were not released. */
    long waiting() {
        return waiting;
    }

    /** When the first of them ended; null when none waits. */
    @Nullable
    Instant oldest() {
        return oldest;
    }

    long records() {
        return records;
    }

    long damagedBytes() {
        return damagedBytes;
    }

    long unreadable() {
        return unreadable;
    }
}
