package ai.ongoing.gateway.storage.schema;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;

/**
 * A SQLite file before somebody looks into it without making or changing anything. With a log beside it the file is
 * opened read-only, which no writer disturbs. Without one it is opened as immutable, because a mere read-only connection
 * would make the log's files; nothing holds a writer off then, so who has looked asks for another one of these and, when
 * the two differ, looks again: what it saw may be torn.
 *
 * @param size in bytes; 0 with a log, negative without a file
 * @param modified when the file was last written; the epoch with a log
 * @param log whether a log of a writer, or one that a killed writer left, stands beside it
 */
public record FileLook(Path file, long size, FileTime modified, boolean log) {

    private static final FileTime EPOCH = FileTime.fromMillis(0);

    /** Looks from outside; an absent file has a look of its own. */
    public static FileLook at(Path file) {
        if (Files.exists(beside(file, "-wal")) || Files.exists(beside(file, "-journal"))) {
            return new FileLook(file, 0, EPOCH, true);
        }
        try {
            BasicFileAttributes seen = Files.readAttributes(file, BasicFileAttributes.class);
            return new FileLook(file, seen.size(), seen.lastModifiedTime(), false);
        } catch (NoSuchFileException e) {
            return new FileLook(file, -1, EPOCH, false);
        } catch (IOException e) {
            // What is wrong with it is said better by the database when it is opened.
            return new FileLook(file, 0, EPOCH, false);
        }
    }

    /** Opens it as it was when it was looked at; an absent file is an empty database. */
    public Connection open() throws SQLException {
        if (size < 0) {
            return DriverManager.getConnection("jdbc:sqlite::memory:");
        }
        return DriverManager.getConnection(
                "jdbc:sqlite:file:" + file.toUri().getRawPath() + (log ? "?mode=ro" : "?immutable=1"));
    }

    private static Path beside(Path file, String ending) {
        return file.resolveSibling(file.getFileName() + ending);
    }
}
