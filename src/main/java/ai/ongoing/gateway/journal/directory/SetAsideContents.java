package ai.ongoing.gateway.journal.directory;

import ai.ongoing.gateway.journal.CompletionRecord;
import ai.ongoing.gateway.journal.FinishedCall;
import ai.ongoing.gateway.journal.SetAsideCall;
import ai.ongoing.gateway.journal.format.FrameScanner;
import ai.ongoing.gateway.journal.format.RecordDecoding;
import ai.ongoing.gateway.journal.format.RecordDecoding.SetAside;
import ai.ongoing.gateway.journal.format.SegmentHeader;
import ai.ongoing.gateway.journal.format.UnreadableRecordException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/**
 * What a file of calls set aside holds, looked at without changing a byte: beside a running gateway it is what was there at
 * some moment of the looking.
 *
 * @param calls how many are kept
 * @param bytes the file's size; 0 where there is none
 * @param damagedBytes bytes that belong to no intact record
 * @param newest the last of them, newest last, {@value #SHOWN} at most
 */
public record SetAsideContents(long calls, long bytes, long damagedBytes, List<SetAsideCall> newest) {

    private static final int SHOWN = 20;

    private static final SetAsideContents NONE = new SetAsideContents(0, 0, 0, List.of());

    /** Reads the file; none is nothing. */
    public static SetAsideContents of(Path path) throws IOException {
        try (FileChannel file = FileChannel.open(path)) {
            return read(file);
        } catch (NoSuchFileException nothingSetAside) {
            return NONE;
        }
    }

    private static SetAsideContents read(FileChannel file) throws IOException {
        long size = file.size();
        byte[] start = new byte[SegmentHeader.MOST_BYTES];
        file.read(ByteBuffer.wrap(start), 0);
        SegmentHeader header = SegmentHeader.read(start);
        FrameScanner scanner = new FrameScanner(file::read, header == null ? 0 : header.size());
        Deque<SetAsideCall> newest = new ArrayDeque<>();
        long calls = 0;
        while (scanner.advance(size)) {
            if (kept(scanner) instanceof SetAside(FinishedCall call, String reason)) {
                calls++;
                newest.add(shown(call.completion(), reason));
                if (newest.size() > SHOWN) {
                    newest.remove();
                }
            }
        }
        return new SetAsideContents(calls, size, scanner.damaged(), List.copyOf(newest));
    }

    private static RecordDecoding.Decoded kept(FrameScanner scanner) throws IOException {
        try {
            return RecordDecoding.decoded(scanner.type(), scanner.version(), scanner.payload());
        } catch (UnreadableRecordException e) {
            throw new IOException("the file of calls set aside holds " + e.getMessage(), e);
        }
    }

    private static SetAsideCall shown(CompletionRecord call, String reason) {
        return new SetAsideCall(call.traceId(), call.correlationId(), call.finishedAt(), reason);
    }
}
