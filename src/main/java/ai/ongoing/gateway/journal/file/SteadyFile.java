package ai.ongoing.gateway.journal.file;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;

/**
 * A file that stays open. The JDK closes a channel under every user when one of them is interrupted in it; here the file
 * is opened again, the work is done, and the interrupt is kept for whoever waits for it. Reads and writes name their
 * place, so any number of threads may use it at once.
 */
final class SteadyFile implements AutoCloseable {

    private final Path path;
    private volatile FileChannel channel;
    private volatile boolean closed;

    private SteadyFile(Path path, FileChannel channel) {
        this.path = path;
        this.channel = channel;
    }

    /** Opens for reading and writing; made for its owner alone where missing. */
    static SteadyFile open(Path path) throws IOException {
        return new SteadyFile(path, JournalDirectory.create(path));
    }

    /** Something done with the channel, again from its beginning when the channel was closed under it. */
    @FunctionalInterface
    private interface Work {
        int on(FileChannel channel) throws IOException;
    }

    /** Writes all of the buffer, from its position on; what stands in the file after a failure is not defined. */
    void write(ByteBuffer bytes, long at) throws IOException {
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

    int read(ByteBuffer into, long at) throws IOException {
        int start = into.position();
        return steadily(file -> file.read(into.position(start), at));
    }

    void truncate(long size) throws IOException {
        steadily(file -> file.truncate(size) == null ? 1 : 0);
    }

    void sync() throws IOException {
        steadily(file -> {
            file.force(false);
            return 0;
        });
    }

    long size() throws IOException {
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
