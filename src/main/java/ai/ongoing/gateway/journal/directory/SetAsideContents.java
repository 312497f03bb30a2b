package ai.ongoing.gateway.journal.directory;

import ai.ongoing.gateway.journal.CompletionRecord;
import ai.ongoing.gateway.journal.SetAsideCall;
import ai.ongoing.gateway.journal.format.GrowingFile;
import java.io.IOException;
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
 * @param unreadable intact records that are none to this version of the program
 * @param damagedBytes bytes that belong to no intact record
 * @param newest the last of the calls, newest last, {@value #SHOWN} at most
 */
public record SetAsideContents(long calls, long unreadable, long damagedBytes, List<SetAsideCall> newest) {

    private static final int SHOWN = 20;

    private static final SetAsideContents NONE = new SetAsideContents(0, 0, 0, List.of());

    /** Reads the file; none is nothing. */
    public static SetAsideContents of(Path path) throws IOException {
        try (FileChannel file = FileChannel.open(path)) {
            long size = file.size();
            Deque<SetAsideCall> newest = new ArrayDeque<>();
            SetAsideRecords records = records(path, file, size, newest);
            if (records.end() < size) {
                long end = GrowingFile.wholeEnd(file, records.end(), size);
                if (end >= 0) {
                    newest.clear();
                    records = records(path, file, end, newest);
                }
            }
            return new SetAsideContents(
                    records.calls(), records.unreadable(), records.damagedBytes(), List.copyOf(newest));
        } catch (NoSuchFileException nothingSetAside) {
            return NONE;
        }
    }

    private static SetAsideRecords records(Path path, FileChannel file, long size, Deque<SetAsideCall> newest)
            throws IOException {
        return SetAsideRecords.read(path, file::read, size, (call, reason) -> {
            newest.add(shown(call.completion(), reason));
            if (newest.size() > SHOWN) {
                newest.remove();
            }
        });
    }

    private static SetAsideCall shown(CompletionRecord call, String reason) {
        return new SetAsideCall(call.traceId(), call.correlationId(), call.finishedAt(), reason);
    }
}
