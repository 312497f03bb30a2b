package ai.ongoing.gateway.transfer.file;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * A file in the making. It stands beside its final place under a temporary name, readable by its owner alone from the
 * moment it exists, and gets its final name when it is published; closed before that, it is deleted. A killed process
 * therefore leaves at most a file whose name ends in {@value #UNFINISHED}. One thread.
 */
public final class PrivateFile implements AutoCloseable {

    /** How the name of an unfinished file ends. */
    public static final String UNFINISHED = ".unfinished";

    private final Path target;
    private final boolean replace;
    private final Path part;
    private boolean published;

    private PrivateFile(Path target, boolean replace, Path part) {
        this.target = target;
        this.replace = replace;
        this.part = part;
    }

    /**
     * Makes the empty file.
     *
     * @param replace whether a file that stands at {@code target} is to be replaced when this one is published
     * @throws FileRefused when something stands there, or nothing can be made beside it
     */
    public static PrivateFile beside(Path target, boolean replace) {
        Path path = target.toAbsolutePath();
        refuseOccupied(path, replace);
        Path part = path.resolveSibling(
                path.getFileName() + "." + ProcessHandle.current().pid() + "-" + System.nanoTime() + UNFINISHED);
        try {
            Files.createFile(part, permissions(path));
            return new PrivateFile(path, replace, part);
        } catch (IOException e) {
            throw new FileRefused(
                    path + " cannot be written: " + reason(e) + "; choose another place, or make that one writable",
                    false,
                    e);
        }
    }

    private static void refuseOccupied(Path path, boolean replace) {
        if (Files.isDirectory(path)) {
            throw new FileRefused(path + " is a directory; name a file in it", false, new IOException("a directory"));
        }
        if (Files.exists(path) && !replace) {
            throw new FileRefused(
                    path + " exists and is left as it is; choose another name, or write over it with --force",
                    true,
                    new FileAlreadyExistsException(path.toString()));
        }
    }

    private static FileAttribute<?>[] permissions(Path path) {
        return path.getFileSystem().supportedFileAttributeViews().contains("posix")
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
                }
                : new FileAttribute<?>[0];
    }

    /** Where the bytes go until then. */
    public Path part() {
        return part;
    }

    /**
     * Brings the bytes to the disk and gives the file its name.
     *
     * @throws FileRefused when something has come to stand there meanwhile
     */
    public void publish() throws IOException {
        try (FileChannel channel = FileChannel.open(part, StandardOpenOption.WRITE)) {
            channel.force(true);
        }
        refuseOccupied(target, replace);
        Files.move(part, target, StandardCopyOption.ATOMIC_MOVE);
        published = true;
    }

    /** Deletes what was not published. */
    @Override
    public void close() throws IOException {
        if (!published) {
            Files.deleteIfExists(part);
        }
    }

    /** What stands in the way of a file, without the path where the reason names it already. */
    private static String reason(IOException e) {
        return switch (e) {
            case NoSuchFileException _ -> "its directory does not exist";
            case AccessDeniedException _ -> "no permission in its directory";
            case FileSystemException at when at.getReason() != null -> String.valueOf(at.getReason());
            default -> String.valueOf(e.getMessage());
        };
    }
}
