package ai.ongoing.gateway.journal.file;

import static org.assertj.core.api.Assertions.assertThat;

import ai.ongoing.gateway.journal.directory.JournalDirectory;
import ai.ongoing.gateway.journal.format.SegmentHeader;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Segments go while somebody else is about to sync them. */
final class SegmentLogTest {

    @TempDir
    private Path directory;

    @Test
    void aSegmentDeletedBeforeItsSyncIsNoTroubleForTheOthers() throws IOException {
        JournalSettings settings = new JournalSettings(directory, JournalFiles.MIB, true);
        SegmentHeader header = new SegmentHeader(0, UUID.randomUUID(), JournalFiles.STORE);
        SegmentLog log = new SegmentLog(new JournalDirectory(directory), settings, header, () -> {});
        log.begin(List.of(), 0);
        while (log.current() == log.oldest()) {
            log.appendAnyway(ByteBuffer.allocate(1000));
        }
        List<Segment> unsynced = log.toSync();
        assertThat(unsynced).hasSize(2);

        log.dropOldest().delete();

        for (Segment segment : unsynced) {
            segment.sync();
        }
        log.close(true);
    }
}
