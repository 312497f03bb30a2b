package ai.ongoing.gateway.journal.directory;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Room on the disk kept for what must find some on a full one: a file of zeros, which then is given up. It is taken where there is
 * plenty, and later from segments that nobody needs any more: what they give back to a full disk would be gone at once.
 * Thread-safe.
 */
public final class Reserve {

    private static final Logger LOG = LoggerFactory.getLogger(Reserve.class);
    private static final int PIECE = 64 * 1024;
    /** It is at most this part of what it is taken from: a disk may be smaller than a segment, and that one all it has. */
    private static final int PART = 4;

    private final Path directory;
    private final Path path;
    private final long bytes;

    /** @param bytes most it keeps */
    Reserve(Path directory, long bytes) {
        this.directory = directory;
        this.path = directory.resolve("reserve");
        this.bytes = bytes;
    }

    /**
     * Takes the room where there is plenty, and brings what a process left that died over it to its size; without it everything
     * goes on as long as the disk has some.
     */
    public synchronized void make() {
        try {
            long size = Files.exists(path) ? Files.size(path) : 0;
            if (size > bytes || (size < bytes && Files.getFileStore(directory).getUsableSpace() >= bytes * PART)) {
                fill(bytes);
            }
        } catch (IOException e) {
            LOG.debug("the journal keeps no room in reserve", e);
        }
    }

    /**
     * Takes over a part of a file that nobody needs any more, when it is more than what is kept.
     *
     * @return false when the file still is there
     */
    public synchronized boolean takesOver(Path file) {
        try {
            long size = Math.min(bytes, Files.size(file) / PART);
            if (Files.exists(path) && Files.size(path) >= size) {
                return false;
            }
            // Under its new name first, on the disk too: a segment of zeros would be one that is damaged.
            Files.move(file, path, StandardCopyOption.ATOMIC_MOVE);
            JournalDirectory.sync(directory);
            fill(size);
            return true;
        } catch (IOException e) {
            LOG.debug("the journal keeps no room in reserve", e);
            return Files.notExists(file);
        }
    }

    private void fill(long size) throws IOException {
        try (FileChannel file = JournalDirectory.create(path)) {
            file.truncate(size);
            ByteBuffer zeros = ByteBuffer.allocate(PIECE);
            for (long at = 0; at < size; ) {
                at += file.write(zeros.clear().limit((int) Math.min(PIECE, size - at)), at);
            }
        } catch (IOException e) {
            Files.deleteIfExists(path);
            throw e;
        }
    }

    /** Something that needs room. */
    @FunctionalInterface
    public interface Work<T> {
        T done() throws IOException;
    }

    /**
     * Does the work, on a full disk with a piece of the reserve after the other: there is some left when others were faster.
     *
     * @param bytes how much it needs; what is given up may be more
     */
    public <T> T helping(long bytes, Work<T> work) throws IOException {
        while (true) {
            try {
                return work.done();
            } catch (IOException full) {
                if (!JournalDirectory.isFull(full) || !giveUp(bytes)) {
                    throw full;
                }
            }
        }
    }

    /**
     * Gives so much of the room back to the disk, or a little more.
     *
     * @return false when there was none left
     */
    private synchronized boolean giveUp(long wanted) throws IOException {
        if (Files.notExists(path)) {
            return false;
        }
        long left = Files.size(path) - Math.max(wanted, PIECE);
        if (left <= 0) {
            return Files.deleteIfExists(path);
        }
        try (FileChannel file = JournalDirectory.create(path)) {
            file.truncate(left);
        }
        return true;
    }

    /** Gives all of it back. */
    public synchronized void end() throws IOException {
        Files.deleteIfExists(path);
    }
}
