package ai.ongoing.gateway.storage.schema;

import ai.ongoing.gateway.migration.backend.MigrationLock;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * A lock of the operating system on a small file, freed by the kernel when the process ends. The file stays: deleting
 * it would let two processes lock two files of the same name. Not thread-safe.
 */
final class MigrationLockFile implements MigrationLock.Source {

    /**
     * Held inside this process. POSIX drops a process's locks on a file when any descriptor of it is closed, so a
     * second opener in the same process must not even open it.
     */
    private static final Set<Path> HELD_HERE = ConcurrentHashMap.newKeySet();

    private static final Set<StandardOpenOption> OPENING = Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE);

    /** Whoever could open the file could hold its lock and keep the gateway from starting. */
    private static final FileAttribute<?> OWNER_ONLY =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

    private final Path file;
    private @Nullable FileChannel channel;

    MigrationLockFile(Path file) {
        this.file = file.normalize();
    }

    @Override
    public boolean tryAcquire() throws SQLException {
        if (!HELD_HERE.add(file)) {
            return false;
        }
        FileChannel opened = null;
        boolean taken = false;
        try {
            opened = FileChannel.open(file, OPENING, ownerOnly());
            FileLock lock = opened.tryLock();
            taken = lock != null;
            if (taken) {
                sign(opened);
                channel = opened;
            }
            return taken;
        } catch (IOException e) {
            throw new SQLException("cannot lock " + file + ": " + e, e);
        } finally {
            if (!taken) {
                close(opened);
                HELD_HERE.remove(file);
            }
        }
    }

    @Override
    public boolean release() throws SQLException {
        FileChannel held = channel;
        if (held == null) {
            return false;
        }
        channel = null;
        try {
            // Closing gives the lock back.
            held.close();
        } catch (IOException e) {
            throw new SQLException("cannot release " + file + ": " + e, e);
        } finally {
            HELD_HERE.remove(file);
        }
        return true;
    }

    @Override
    public String holder() {
        try {
            String signature = Files.readString(file, StandardCharsets.UTF_8).strip();
            return signature.isEmpty() ? "a process that has not signed " + file + " yet" : signature;
        } catch (IOException e) {
            return "unknown, " + file + " cannot be read: " + e;
        }
    }

    private FileAttribute<?>[] ownerOnly() {
        boolean posix = file.getFileSystem().supportedFileAttributeViews().contains("posix");
        return posix ? new FileAttribute<?>[] {OWNER_ONLY} : new FileAttribute<?>[0];
    }

    private static void sign(FileChannel channel) throws IOException {
        String signature = "process " + ProcessHandle.current().pid() + " since "
                + Instant.now().truncatedTo(ChronoUnit.SECONDS) + "\n";
        channel.truncate(0);
        ByteBuffer bytes = StandardCharsets.UTF_8.encode(signature);
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }

    private static void close(@Nullable FileChannel channel) throws SQLException {
        if (channel == null) {
            return;
        }
        try {
            channel.close();
        } catch (IOException e) {
            throw new SQLException("cannot close the migration lock file: " + e, e);
        }
    }
}
