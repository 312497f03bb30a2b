package ai.ongoing.gateway.testkit.disk;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;
import org.jspecify.annotations.Nullable;

/** A real channel whose writes and syncs the disk hears of; without a node it is the directory's. */
final class PowerChannel extends FileChannel {

    private final PowerDisk disk;
    private final PowerDisk.@Nullable Node node;
    private final FileChannel real;

    PowerChannel(PowerDisk disk, PowerDisk.@Nullable Node node, FileChannel real) {
        this.disk = disk;
        this.node = node;
        this.real = real;
    }

    private PowerDisk.Node node() {
        PowerDisk.Node known = node;
        if (known == null) {
            throw new UnsupportedOperationException("a directory is only synced");
        }
        return known;
    }

    @Override
    public int write(ByteBuffer bytes, long position) throws IOException {
        byte[] copy = new byte[bytes.remaining()];
        bytes.duplicate().get(copy);
        return disk.write(node(), copy, position, () -> real.write(bytes, position));
    }

    @Override
    public int write(ByteBuffer bytes) throws IOException {
        int written = write(bytes, real.position());
        real.position(real.position() + written);
        return written;
    }

    @Override
    public long write(ByteBuffer[] buffers, int offset, int length) {
        throw new UnsupportedOperationException("nobody gathers here");
    }

    @Override
    public FileChannel truncate(long size) throws IOException {
        disk.truncate(node(), size, () -> real.truncate(size));
        return this;
    }

    @Override
    public void force(boolean metaData) throws IOException {
        PowerDisk.Node file = node;
        if (file == null) {
            disk.syncNames();
        } else {
            disk.sync(file);
        }
    }

    @Override
    public long transferFrom(ReadableByteChannel source, long position, long count) {
        throw new UnsupportedOperationException("nobody transfers here");
    }

    @Override
    public MappedByteBuffer map(MapMode mode, long position, long size) {
        throw new UnsupportedOperationException("nobody maps here");
    }

    @Override
    public int read(ByteBuffer into) throws IOException {
        return real.read(into);
    }

    @Override
    public long read(ByteBuffer[] into, int offset, int length) throws IOException {
        return real.read(into, offset, length);
    }

    @Override
    public int read(ByteBuffer into, long position) throws IOException {
        return real.read(into, position);
    }

    @Override
    public long position() throws IOException {
        return real.position();
    }

    @Override
    public FileChannel position(long position) throws IOException {
        real.position(position);
        return this;
    }

    @Override
    public long size() throws IOException {
        return real.size();
    }

    @Override
    public long transferTo(long position, long count, WritableByteChannel target) throws IOException {
        return real.transferTo(position, count, target);
    }

    @Override
    public FileLock lock(long position, long size, boolean shared) throws IOException {
        return real.lock(position, size, shared);
    }

    @Override
    public @Nullable FileLock tryLock(long position, long size, boolean shared) throws IOException {
        return real.tryLock(position, size, shared);
    }

    @Override
    protected void implCloseChannel() throws IOException {
        real.close();
    }
}
