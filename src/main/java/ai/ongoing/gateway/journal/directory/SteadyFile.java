package ai.ongoing.gateway.journal.directory;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * A file that stays open. The JDK closes a channel under every user when one of them is interrupted in it; here the file
 * is opened again, the work is done, and the interrupt is kept for whoever waits for it. Reads and writes name their
 * place, so any number of threads may use it at once.
 */
public final class SteadyFile implements AutoCloseable {

    private final Path path;
    private volatile FileChannel channel;
    private volatile boolean closed;

    private SteadyFile(Path path, FileChannel channel) {
        this.path = path;
        this.channel = channel;
    }

    /** Opens for reading and writing; made for its owner alone where missing. */
    public static SteadyFile open(Path path) throws IOException {
        return new SteadyFile(path, JournalDirectory.create(path));
    }

    /** Something done with the channel, again from its beginning when the channel was closed under it. */
    @FunctionalInterface
    private interface Work {
        int on(FileChannel channel) throws IOException;
    }

    /** Writes all of the buffer, from its position on; what stands in the file after a failure is not defined. */
    public void write(ByteBuffer bytes, long at) throws IOException {
        int start = bytes.position();
        steadily(file -> {
            bytes.position(start);
            long place = at;
            while (bytes.hasRemaining()) {
                place += file.write(bytes, place);
            }
            return 0;
        });
    }

    public int read(ByteBuffer into, long at) throws IOException {
        int start = into.position();
        return steadily(file -> file.read(into.position(start), at));
    }

    public void truncate(long size) throws IOException {
        steadily(file -> file.truncate(size) == null ? 1 : 0);
    }

    public void sync() throws IOException {
        steadily(file -> {
            file.force(false);
            return 0;
        });
    }

    /** Whether somebody took the file away; what was in it is still here as long as it stays open. */
    public boolean gone() {
        return Files.notExists(path);
    }

    /**
     * Makes the file again where it was taken away, with its first bytes. Nobody may write meanwhile.
     *
     * @return whether that was needed
     */
    public synchronized boolean restore(long size) throws IOException {
        if (closed || !gone()) {
            return false;
        }
        Path unfinished = path.resolveSibling(path.getFileName() + ".unfinished");
        FileChannel fresh = JournalDirectory.create(unfinished);
        try {
            fresh.truncate(0);
            for (long at = 0; at < size; ) {
                at += channel.transferTo(at, size - at, fresh);
            }
            // Under its name only when whole: a start that comes in between must not take a part for all.
            Files.move(unfinished, path, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            fresh.close();
            Files.deleteIfExists(unfinished);
            throw e;
        }
        FileChannel old = channel;
        channel = fresh;
        old.close();
        return true;
    }

    public long size() throws IOException {
        return channel.size();
    }

    private int steadily(Work work) throws IOException {
        boolean interrupted = false;
        try {
            while (true) {
                interrupted |= Thread.interrupted();
                try {
                    return work.on(channel);
                } catch (ClosedChannelException e) {
                    reopen(e);
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private synchronized void reopen(ClosedChannelException why) throws IOException {
        if (closed) {
            throw why;
        }
        if (!channel.isOpen()) {
            channel = JournalDirectory.create(path);
        }
    }

    @Override
    public synchronized void close() throws IOException {
        closed = true;
        channel.close();
    }
}
