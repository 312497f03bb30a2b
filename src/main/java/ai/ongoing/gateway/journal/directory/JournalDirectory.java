package ai.ongoing.gateway.journal.directory;

import ai.ongoing.gateway.journal.JournalException;
import ai.ongoing.gateway.journal.format.SegmentHeader;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The directory of one journal: its files' names, modes and lock. Readable by its owner alone, because records hold what
 * callers sent. The lock is the operating system's and ends with the process.
 */
public final class JournalDirectory {

    /** The words of the C library for ENOSPC, which are all that the JDK tells of it. */
    private static final String FULL = "No space left";

    private static final Logger LOG = LoggerFactory.getLogger(JournalDirectory.class);
    private static final Pattern SEGMENT = Pattern.compile("(\\d{16})\\.segment");
    private static final String OWNER_ONLY = "rw-------";

    private final Path path;
    private final JournalLock lock;

    public JournalDirectory(Path path) {
        this.path = path;
        this.lock = new JournalLock(path.resolve("lock"));
    }

    /**
     * Makes the directory where missing and locks it.
     *
     * @throws JournalException naming what is wrong with it
     */
    public void claim() {
        make();
        checkRights();
        try {
            String holder = lock.take();
            if (holder != null) {
                throw inUse(holder);
            }
        } catch (IOException e) {
            throw refusal("cannot be locked: " + reason(e), e);
        }
    }

    private void make() {
        try {
            if (!Files.isDirectory(path)) {
                Files.createDirectories(path, mode("rwx------"));
            }
        } catch (FileAlreadyExistsException e) {
            throw refusal("cannot be made, because " + e.getFile() + " is a file", e);
        } catch (IOException e) {
            throw refusal("cannot be made: " + reason(e), e);
        }
    }

    /** Makes the directory where somebody took it away; nothing else. */
    public void makeAgain() throws IOException {
        Files.createDirectories(path, mode("rwx------"));
    }

    /**
     * Makes and locks the directory again where somebody took it, or its lock, away under the running process.
     *
     * @return whether that was needed
     * @throws JournalException when another process was faster
     */
    public boolean restore() throws IOException {
        if (!lock.gone()) {
            return false;
        }
        makeAgain();
        String holder = lock.again();
        if (holder != null) {
            throw inUse(holder);
        }
        return true;
    }

    private void checkRights() {
        if (!Files.isReadable(path) || !Files.isWritable(path) || !Files.isExecutable(path)) {
            throw refusal("cannot be written by user " + System.getProperty("user.name") + owner(), null);
        }
        try {
            if (posix()) {
                Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwx------"));
            }
        } catch (IOException e) {
            throw refusal("can be read by others, and its mode cannot be changed: " + reason(e), e);
        }
    }

    /** Whether a process has claimed the directory; changes nothing. */
    public boolean claimed() throws IOException {
        return lock.held();
    }

    private JournalException inUse(String holder) {
        return new JournalException("tracing.journal.path " + path + " is in use by another process ("
                + (holder.isEmpty() ? "not signed yet" : holder)
                + "); one journal a process: stop that one, or give this one a tracing.journal.path of its own");
    }

    /** Whether there is no room on the disk, or none for this user. */
    public static boolean isFull(IOException e) {
        String words = String.valueOf(e.getMessage());
        return words.contains(FULL) || words.contains("quota exceeded");
    }

    public JournalException refusal(String problem, @Nullable Throwable cause) {
        String wayOut = problem.contains(FULL)
                ? "; make room on its disk and start again: what waits there is stored then, and its room given back"
                : "; make it a directory that user " + System.getProperty("user.name")
                        + " can write, or choose another tracing.journal.path";
        String sentence = "tracing.journal.path " + path + " " + problem + wayOut;
        return cause == null ? new JournalException(sentence) : new JournalException(sentence, cause);
    }

    /** Refuses what only a newer version of the program can read. */
    public static void refuseNewer(@Nullable SegmentHeader header, Path file) {
        if (header != null && header.version() > SegmentHeader.VERSION) {
            throw new JournalException("tracing.journal.path " + file.getParent() + " was written by a newer version of"
                    + " this program (format " + header.version() + " in " + file.getFileName()
                    + ", this one reads up to " + SegmentHeader.VERSION
                    + "); start that version once so that it stores what waits, or choose another"
                    + " tracing.journal.path");
        }
    }

    private String owner() {
        try {
            return " (mode " + PosixFilePermissions.toString(Files.getPosixFilePermissions(path)) + ", owner "
                    + Files.getOwner(path).getName() + ")";
        } catch (IOException | UnsupportedOperationException e) {
            return "";
        }
    }

    public static String reason(IOException e) {
        return switch (e) {
            case AccessDeniedException denied -> "no permission for " + denied.getFile();
            case NoSuchFileException missing -> missing.getFile() + " does not exist";
            case FileSystemException at when at.getReason() != null -> at.getFile() + ": " + at.getReason();
            default -> String.valueOf(e.getMessage());
        };
    }

    public Path path() {
        return path;
    }

    public Path checkpoint() {
        return path.resolve("checkpoint");
    }

    public Path setAside() {
        return path.resolve("set-aside");
    }

    /** Room kept for a full disk, at most this many bytes of it. */
    public Reserve reserve(long bytes) {
        return new Reserve(path, bytes);
    }

    public Path segment(long number) {
        return path.resolve(String.format(Locale.ROOT, "%016d.segment", number));
    }

    /** The segments' files, in the order of their names. */
    public List<Path> segments() throws IOException {
        try (Stream<Path> files = Files.list(path)) {
            return files.filter(file -> number(file) > 0).sorted().toList();
        }
    }

    /** The number in a segment's name; 0 for every other file. */
    public static long number(Path file) {
        Matcher name = SEGMENT.matcher(file.getFileName().toString());
        return name.matches() ? Long.parseLong(name.group(1)) : 0;
    }

    /** Opens a file for reading and writing, made for its owner alone where missing. */
    public static FileChannel create(Path file) throws IOException {
        Set<StandardOpenOption> options =
                Set.of(StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
        return FileChannel.open(file, options, mode(OWNER_ONLY));
    }

    private static FileAttribute<?>[] mode(String mode) {
        return posix()
                ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(mode))}
                : new FileAttribute<?>[0];
    }

    private static boolean posix() {
        return FileSystems.getDefault().supportedFileAttributeViews().contains("posix");
    }

    /** Makes the names of new files survive a power cut. */
    public void sync() throws IOException {
        sync(path);
    }

    /** Makes the name of the directory itself survive one. */
    public void syncAbove() throws IOException {
        Path above = path.getParent();
        if (above != null) {
            sync(above);
        }
    }

    static void sync(Path path) throws IOException {
        try (FileChannel directory = FileChannel.open(path, StandardOpenOption.READ)) {
            directory.force(true);
        }
    }

    /** Ends the lock. */
    public void giveBack() {
        try {
            lock.giveBack();
        } catch (IOException e) {
            LOG.warn("the lock in {} was not given back: {}", path, reason(e));
        }
    }
}
