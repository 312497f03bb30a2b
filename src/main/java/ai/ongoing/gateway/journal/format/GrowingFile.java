package ai.ongoing.gateway.journal.format;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/** A file that somebody may be appending to. It grows while a frame is written, so its last one may be there in part. */
public final class GrowingFile {

    private static final long PATIENCE = Duration.ofSeconds(1).toNanos();
    private static final long BETWEEN = Duration.ofMillis(10).toNanos();

    private GrowingFile() {}

    /**
     * Looks again at the end of a file, of which no frame could be made, until it is one; gives up when the file has not grown
     * for a second, or when an intact frame stands behind it.
     *
     * @param end where the last intact frame ends
     * @param size of the file, when there was something behind that
     * @return where the file ends now, with that frame; {@code end} when what stood there was taken back; -1 when it is damage
     */
    public static long wholeEnd(FileChannel file, long end, long size) throws IOException {
        long seen = size;
        long since = System.nanoTime();
        while (true) {
            long now = file.size();
            if (now <= end) {
                return end;
            }
            FrameScanner again = new FrameScanner(file::read, end);
            if (again.advance(now)) {
                return again.start() == end ? again.end() : -1;
            }
            if (now != seen) {
                seen = now;
                since = System.nanoTime();
            } else if (System.nanoTime() - since >= PATIENCE) {
                return -1;
            }
            LockSupport.parkNanos(BETWEEN);
        }
    }
}
