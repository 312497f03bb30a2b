package ai.ongoing.gateway.storage;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The database file as the operating system sees it: directory, mode, owner process. Everything is checked before
 * SQLite opens the file, because its own answers do not say which of many things is wrong.
 */
final class SqliteFile implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(SqliteFile.class);

    private static final byte[] MAGIC = "SQLite format 3\0".getBytes(StandardCharsets.US_ASCII);

    private static final List<String> NETWORK_FILE_SYSTEMS =
            List.of("nfs", "cifs", "smb", "afs", "9p", "ceph", "gluster", "lustre", "sshfs", "davfs");

    /** Locks of this process; the operating system would give them away when the file is opened and closed again. */
    private static final Set<Path> HELD_HERE = ConcurrentHashMap.newKeySet();

    private final Path path;
    private final FileChannel lockFile;
    private final FileLock lock;

    private SqliteFile(Path path, FileChannel lockFile, FileLock lock) {
        this.path = path;
        this.lockFile = lockFile;
        this.lock = lock;
    }

    /**
     * Makes the directory and the file where missing, readable by their owner alone, and takes the lock that keeps a
     * second gateway out.
     *
     * @throws StorageException naming what is wrong with the path
     */
    static SqliteFile claim(Path file) {
        PathRules.refuseOtherThings(file);
        Path directory = directory(file);
        Path path = directory.resolve(file.getFileName());
        try {
            createFile(path);
            Path real = path.toRealPath();
            checkRights(real);
            checkHeader(real);
            warnOfNetwork(real);
            SqliteFile claimed = lock(real);
            claimed.closeToOthers();
            return claimed;
        } catch (IOException e) {
            throw new StorageException("storage.path " + file + " cannot be opened: " + reason(e), e);
        }
    }

    /**
     * Makes the directory and the file where missing, readable by their owner alone, and takes no lock: for commands
     * that may run beside a gateway.
     *
     * @return the file's absolute path
     * @throws StorageException naming what is wrong with the path
     */
    static Path made(Path file) {
        PathRules.refuseOtherThings(file);
        Path path = directory(file).resolve(file.getFileName());
        try {
            createFile(path);
            checkRights(path);
            return path;
        } catch (IOException e) {
            throw new StorageException("storage.path " + file + " cannot be opened: " + reason(e), e);
        }
    }

    private static Path directory(Path file) {
        Path directory = file.toAbsolutePath().getParent();
        if (directory == null) {
            throw new StorageException("storage.path " + file + " is a directory; name a file");
        }
        try {
            Files.createDirectories(directory, permissions(directory, "rwx------"));
            return directory.toRealPath();
        } catch (FileAlreadyExistsException e) {
            throw new StorageException(
                    "storage.path " + file + " needs the directory " + directory + ", but " + e.getFile()
                            + " is a file; move it away or choose another storage.path",
                    e);
        } catch (IOException e) {
            throw new StorageException(
                    "storage.path " + file + " needs the directory " + directory + ", which cannot be created: "
                            + reason(e) + "; create it for user " + System.getProperty("user.name")
                            + " or choose another storage.path",
                    e);
        }
    }

    private static FileAttribute<?>[] permissions(Path beside, String mode) {
        boolean posix = beside.getFileSystem().supportedFileAttributeViews().contains("posix");
        return posix
                ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(mode))}
                : new FileAttribute<?>[0];
    }

    private static void createFile(Path path) throws IOException {
        if (Files.notExists(path)) {
            try {
                Files.createFile(path, permissions(path, "rw-------"));
            } catch (FileAlreadyExistsException e) {
                LOG.debug("{} was made by somebody else just now", path);
            }
        }
    }

    private static void checkRights(Path path) {
        Path directory = path.toAbsolutePath().getParent();
        String user = System.getProperty("user.name");
        if (!Files.isReadable(path)) {
            throw new StorageException("storage.path " + path + " cannot be read by user " + user + mode(path)
                    + "; give it to that user or choose another storage.path");
        }
        if (!Files.isWritable(path)) {
            throw new StorageException("storage.path " + path + " cannot be written by user " + user + mode(path)
                    + "; make it writable or choose another storage.path");
        }
        if (directory != null && !Files.isWritable(directory)) {
            throw new StorageException("storage.path " + path + " stands in a directory that user " + user
                    + " cannot write" + mode(directory)
                    + "; SQLite keeps its write-ahead log beside the file: make the directory writable or choose"
                    + " another storage.path");
        }
    }

    private static String mode(Path path) {
        try {
            return " (mode " + PosixFilePermissions.toString(Files.getPosixFilePermissions(path)) + ", owner "
                    + Files.getOwner(path).getName() + ")";
        } catch (IOException | UnsupportedOperationException e) {
            return "";
        }
    }

    /** Only before SQLite has the file open: closing any handle of this process would drop SQLite's own locks. */
    private static void checkHeader(Path path) throws IOException {
        try (InputStream in = Files.newInputStream(path)) {
            byte[] header = in.readNBytes(MAGIC.length);
            if (header.length > 0 && !Arrays.equals(header, MAGIC)) {
                throw new StorageException("storage.path " + path
                        + ": file is not a database; it is left as it is: choose another storage.path, or restore the"
                        + " file from a backup");
            }
        }
    }

    private static void warnOfNetwork(Path path) throws IOException {
        String type = Files.getFileStore(path).type().toLowerCase(Locale.ROOT);
        if (NETWORK_FILE_SYSTEMS.stream().anyMatch(type::contains)) {
            LOG.warn(
                    "storage.path {} is on a network file system ({}), where SQLite's locks may not hold and a crash may"
                            + " damage the file; move it to a local disk or use storage.driver=postgres",
                    path,
                    type);
        }
    }

    /**
     * Locks a file beside the database, never the database itself: on POSIX systems closing any handle of a file drops
     * all of the process's locks on it, SQLite's among them. Other programs may still read the database. The lock file
     * stays behind, because deleting it would let two processes lock two files of one name.
     */
    private static SqliteFile lock(Path path) throws IOException {
        if (!HELD_HERE.add(path)) {
            throw inUse(path, "this very process"); // even opening the lock file again would give the lock away
        }
        FileChannel channel = null;
        try {
            Path lockPath = path.resolveSibling(path.getFileName() + ".lock");
            createFile(lockPath);
            channel = FileChannel.open(lockPath, StandardOpenOption.READ, StandardOpenOption.WRITE);
            FileLock lock = channel.tryLock();
            if (lock == null) {
                throw inUse(
                        path, Files.readString(lockPath, StandardCharsets.UTF_8).strip());
            }
            channel.truncate(0).write(StandardCharsets.UTF_8.encode(signature()), 0);
            return new SqliteFile(path, channel, lock);
        } catch (IOException | RuntimeException e) {
            HELD_HERE.remove(path);
            if (channel != null) {
                channel.close();
            }
            throw e;
        }
    }

    private static StorageException inUse(Path path, String holder) {
        return StorageException.held("storage.path " + path + " is in use by another gateway"
                + (holder.isEmpty() ? "" : " (" + holder + ")")
                + "; one gateway process a file: stop that one, or give this one a storage.path of its own");
    }

    private static String signature() {
        return "process " + ProcessHandle.current().pid() + " on "
                + System.getenv().getOrDefault("HOSTNAME", "this machine") + " since "
                + Instant.now().truncatedTo(ChronoUnit.SECONDS) + "\n";
    }

    /** Traces hold prompts: nobody but the owner reads the file, its log or its index, whoever made them. */
    private void closeToOthers() {
        for (String suffix : List.of("", "-wal", "-shm")) {
            Path part = path.resolveSibling(path.getFileName() + suffix);
            try {
                if (Files.exists(part)) {
                    Files.setPosixFilePermissions(part, PosixFilePermissions.fromString("rw-------"));
                }
            } catch (UnsupportedOperationException e) {
                return; // no POSIX modes here
            } catch (IOException e) {
                LOG.warn("{} stays readable by others, its mode cannot be changed: {}", part, reason(e));
            }
        }
    }

    private static String reason(IOException e) {
        return switch (e) {
            case java.nio.file.AccessDeniedException denied -> "no permission for " + denied.getFile();
            case java.nio.file.NoSuchFileException missing -> missing.getFile() + " does not exist";
            case java.nio.file.FileSystemException at
            when at.getReason() != null -> at.getFile() + ": " + at.getReason();
            default -> String.valueOf(e.getMessage());
        };
    }

    Path path() {
        return path;
    }

    /** Bytes of the file and its write-ahead log; two calls to the operating system, nothing is opened. */
    long sizeBytes() {
        return sizeBytes(path);
    }

    /** As {@link #sizeBytes()}, of any file. */
    static long sizeBytes(Path file) {
        return size(file) + size(file.resolveSibling(file.getFileName() + "-wal"));
    }

    private static long size(Path path) {
        try {
            return Files.size(path);
        } catch (IOException e) {
            return 0; // there is no log just now
        }
    }

    @Override
    public void close() {
        try {
            lock.release();
            lockFile.close();
        } catch (IOException e) {
            LOG.warn("the lock beside {} was not given back: {}", path, reason(e));
        } finally {
            HELD_HERE.remove(path);
        }
    }
}
