package ai.ongoing.gateway.journal.directory;

import ai.ongoing.gateway.journal.FinishedCall;
import ai.ongoing.gateway.journal.format.FrameScanner;
import ai.ongoing.gateway.journal.format.RecordDecoding;
import ai.ongoing.gateway.journal.format.RecordDecoding.SetAside;
import ai.ongoing.gateway.journal.format.SegmentHeader;
import ai.ongoing.gateway.journal.format.UnreadableRecordException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.function.BiConsumer;

/**
 * What one walk through a file of calls set aside met.
 *
 * @param calls how many it holds
 * @param unreadable intact records that are none to this version of the program
 * @param damagedBytes bytes that belong to no intact record; they are passed over
 * @param end where the last intact record ends
 */
record SetAsideRecords(long calls, long unreadable, long damagedBytes, long end) {

    /**
     * Walks through a file.
     *
     * @param path how a refusal names it
     * @param size up to where it is read
     * @param each is given every call and why it was set aside, oldest first
     * @throws ai.ongoing.gateway.journal.JournalException when the whole file is of a newer version
     */
    static SetAsideRecords read(Path path, FrameScanner.Source file, long size, BiConsumer<FinishedCall, String> each)
            throws IOException {
        byte[] start = new byte[SegmentHeader.MOST_BYTES];
        file.read(ByteBuffer.wrap(start), 0);
        SegmentHeader header = SegmentHeader.read(start);
        JournalDirectory.refuseNewer(header, path);
        FrameScanner scanner = new FrameScanner(file, header == null ? 0 : header.size());
        long calls = 0;
        long unreadable = 0;
        long end = scanner.end();
        while (scanner.advance(size)) {
            end = scanner.end();
            try {
                if (RecordDecoding.decoded(scanner.type(), scanner.version(), scanner.payload())
                        instanceof SetAside(FinishedCall call, String reason)) {
                    each.accept(call, reason);
                    calls++;
                } else {
                    unreadable++;
                }
            } catch (UnreadableRecordException e) {
                unreadable++;
            }
        }
        return new SetAsideRecords(calls, unreadable, scanner.damaged(), end);
    }
}
