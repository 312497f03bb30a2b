package ai.ongoing.gateway.journal.file;

import ai.ongoing.gateway.journal.JournalException;
import ai.ongoing.gateway.journal.SetAsideCall;
import ai.ongoing.gateway.journal.books.Books;
import ai.ongoing.gateway.journal.directory.CheckpointFile;
import ai.ongoing.gateway.journal.directory.CheckpointFile.Checkpoint;
import ai.ongoing.gateway.journal.directory.JournalDirectory;
import ai.ongoing.gateway.journal.directory.SetAsideContents;
import ai.ongoing.gateway.journal.format.FrameScanner;
import ai.ongoing.gateway.journal.format.GrowingFile;
import ai.ongoing.gateway.journal.format.SegmentHeader;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What lies in a journal's directory, looked at without a lock and without changing a byte: beside a running gateway it
 * is what was there at some moment of the looking.
 *
 * @param store what the calls are meant for; empty when no file says so
 * @param lastHolder the process that opened the journal last; empty when unknown
 * @param waiting calls that ended and are not stored
 * @param open calls that were let through and have not ended, or never will
 * @param oldest when the call that has waited longest ended; null when none waits
 * @param stored calls stored since the journal was made
 * @param setAside calls kept aside since then
 * @param aside those that are still there
 * @param lost calls declared lost since then
 * @param missing calls that were let through and are nowhere: a start would declare them lost, too; null where nothing says
 *     how many there were, and while a gateway works with the journal, because those in flight may look like them
 * @param unreadable intact records, in all files, that are none to this version of the program
 * @param segments file by file
 */
public record JournalContents(
        Path directory,
        String store,
        String lastHolder,
        long waiting,
        long open,
        @Nullable Instant oldest,
        long stored,
        long setAside,
        SetAsideContents aside,
        long lost,
        @Nullable Long missing,
        long unreadable,
        List<SegmentContents> segments) {

    /**
     * One file.
     *
     * @param records intact records
     * @param damagedBytes bytes that belong to none of them
     * @param headerDamaged whether its header cannot be read
     */
    public record SegmentContents(String name, long bytes, long records, long damagedBytes, boolean headerDamaged) {}

    /** Bytes that belong to no intact record, in all files. */
    public long damagedBytes() {
        return aside.damagedBytes()
                + segments.stream().mapToLong(SegmentContents::damagedBytes).sum();
    }

    /** How many calls are kept aside. */
    public long keptAside() {
        return aside.calls();
    }

    /** The newest of those, newest last. */
    public List<SetAsideCall> newestAside() {
        return aside.newest();
    }

    public long bytes() {
        return segments.stream().mapToLong(SegmentContents::bytes).sum();
    }

    /** Whether every byte is accounted for, and every call. */
    public boolean whole() {
        return intact() && (missing == null || missing == 0);
    }

    /** Whether every byte is accounted for. */
    public boolean intact() {
        return damagedBytes() == 0 && segments.stream().noneMatch(SegmentContents::headerDamaged);
    }

    /**
     * Looks through a directory.
     *
     * @throws JournalException when there is no journal, or none that can be read
     */
    public static JournalContents of(Path path) {
        JournalDirectory directory = new JournalDirectory(path.toAbsolutePath().normalize());
        if (!Files.isDirectory(directory.path())) {
            throw new JournalException("tracing.journal.path " + directory.path()
                    + " is no directory: no gateway has kept a journal there yet; name the configuration of the gateway"
                    + " you mean with --config");
        }
        try {
            return read(directory);
        } catch (IOException e) {
            throw directory.refusal("cannot be read: " + JournalDirectory.reason(e), e);
        }
    }

    private static JournalContents read(JournalDirectory directory) throws IOException {
        boolean claimed = directory.claimed();
        CheckpointFile.Contents last = CheckpointFile.read(directory.checkpoint());
        SegmentHeader known = last.header();
        Findings findings = new Findings();
        List<SegmentContents> segments = new ArrayList<>();
        for (Path file : directory.segments()) {
            try {
                segments.add(segment(file, last, findings));
            } catch (NoSuchFileException _) {
                // The gateway beside us has stored it and taken it away since it was listed.
            }
        }
        Checkpoint books = last.checkpoint();
        SetAsideContents aside = SetAsideContents.of(directory.setAside());
        return new JournalContents(
                directory.path(),
                known == null ? "" : known.store(),
                holder(directory),
                findings.waiting(),
                findings.interrupted().size(),
                findings.oldest(),
                books.stored(),
                books.setAside(),
                aside,
                books.lost(),
                claimed ? null : missing(directory, last, findings),
                findings.unreadable() + aside.unreadable(),
                List.copyOf(segments));
    }

    /** The start's own reckoning, as long as no start has come in between. */
    private static @Nullable Long missing(JournalDirectory directory, CheckpointFile.Contents last, Findings findings)
            throws IOException {
        boolean still = !directory.claimed()
                && CheckpointFile.read(directory.checkpoint()).sequence() == last.sequence();
        boolean known =
                last.header() != null && findings.goingOn(last.checkpoint()).taken() != null;
        return still && known ? findings.continueIn(new Books(), last.checkpoint()) : null;
    }

    private static SegmentContents segment(Path path, CheckpointFile.Contents last, Findings findings)
            throws IOException {
        try (FileChannel file = FileChannel.open(path)) {
            byte[] start = new byte[SegmentHeader.MOST_BYTES];
            boolean empty = file.read(ByteBuffer.wrap(start), 0) <= 0;
            SegmentHeader header = SegmentHeader.read(start);
            JournalDirectory.refuseNewer(header, path);
            long recordsBefore = findings.records();
            long damageBefore = findings.damagedBytes();
            SegmentHeader known = last.header();
            @Nullable UUID journal = known == null ? null : known.journal();
            findings.segment(header, JournalDirectory.number(path), empty, journal);
            boolean own = header != null && header.journal().equals(journal);
            long number = header != null && own ? header.number() : JournalDirectory.number(path);
            Checkpoint checkpoint = own ? last.checkpoint() : Checkpoint.NONE;
            // The file may have been made just now, and get its header in this moment.
            long size = empty ? 0 : file.size();
            long end = findings.read(
                    new FrameScanner(file::read, header == null ? 0 : header.size()), number, size, checkpoint);
            long whole = end < size ? GrowingFile.wholeEnd(file, end, size) : -1;
            if (whole >= 0) {
                findings.noDamage(size - end);
                findings.read(new FrameScanner(file::read, end), number, whole, checkpoint);
                size = whole;
            }
            return new SegmentContents(
                    String.valueOf(path.getFileName()),
                    size,
                    findings.records() - recordsBefore,
                    findings.damagedBytes() - damageBefore,
                    header == null && !empty);
        }
    }

    private static String holder(JournalDirectory directory) throws IOException {
        Path lock = directory.path().resolve("lock");
        return Files.exists(lock)
                ? Files.readString(lock, StandardCharsets.UTF_8).strip()
                : "";
    }
}
