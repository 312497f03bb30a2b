package ai.ongoing.gateway.storage.schema;

import ai.ongoing.gateway.migration.MigrationException;
import ai.ongoing.gateway.migration.MigrationException.Reason;
import ai.ongoing.gateway.migration.backend.MigrationDialect.Backup;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;

/**
 * A copy of the file beside it, made while the migration lock is held and checked before anything is changed. It has its
 * final name only once it is known to be good. Copies are never deleted by the program.
 */
final class SqliteBackup {

    /** Above this a copy would hold a start up for long and fill disks; the operator is told instead. */
    static final long LARGEST = 1L << 30;

    private static final DateTimeFormatter STAMP =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmssSSS'Z'").withZone(ZoneOffset.UTC);

    private final Path file;
    private final long largest;

    SqliteBackup(Path file, long largest) {
        this.file = file.toAbsolutePath();
        this.largest = largest;
    }

    /** @throws MigrationException when the copy cannot be made or is not good; nothing was changed then */
    Backup make(Connection connection, int before) throws SQLException {
        try {
            long size = Files.size(file);
            if (size > largest) {
                return new Backup(
                        "",
                        "no backup was made before migrating: " + file + " has " + (size >> 20) + " MiB, more than the "
                                + (largest >> 20) + " MiB that are copied by themselves.");
            }
            removeUnfinished();
            Path target = file.resolveSibling(
                    file.getFileName() + ".before-" + before + "-" + STAMP.format(Instant.now()) + ".backup");
            Path part = target.resolveSibling(target.getFileName() + ".part");
            copy(connection, part);
            check(connection, part);
            Files.move(part, target);
            return new Backup(target.toString(), "");
        } catch (IOException e) {
            throw failed(e.toString(), e);
        } catch (SQLException e) {
            throw failed(String.valueOf(e.getMessage()), e);
        }
    }

    /** What killed starts left; only the holder of the migration lock comes here, so nobody is writing one. */
    private void removeUnfinished() throws IOException {
        String start = file.getFileName() + ".before-";
        DirectoryStream.Filter<Path> ours = path -> {
            String name = path.getFileName().toString();
            return name.startsWith(start) && name.endsWith(".backup.part");
        };
        try (DirectoryStream<Path> unfinished = Files.newDirectoryStream(file.resolveSibling("."), ours)) {
            for (Path part : unfinished) {
                Files.delete(part);
            }
        }
    }

    private static void copy(Connection connection, Path part) throws SQLException, IOException {
        Files.createFile(part);
        if (part.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            Files.setPosixFilePermissions(part, PosixFilePermissions.fromString("rw-------"));
        }
        try (PreparedStatement vacuum = connection.prepareStatement("VACUUM INTO ?")) {
            vacuum.setString(1, part.toString());
            vacuum.execute();
        } catch (SQLException e) {
            Files.deleteIfExists(part);
            throw e;
        }
        try (FileChannel channel = FileChannel.open(part, StandardOpenOption.WRITE)) {
            channel.force(true);
        }
    }

    private static void check(Connection original, Path part) throws SQLException, IOException {
        try (Connection copy =
                DriverManager.getConnection("jdbc:sqlite:file:" + part.toUri().getRawPath() + "?immutable=1")) {
            List<String> verdict = Catalogue.words(copy, "PRAGMA quick_check");
            List<String> there = counts(original);
            List<String> here = counts(copy);
            if (!verdict.equals(List.of("ok")) || !there.equals(here)) {
                throw new SQLException("the copy is not good: " + verdict + ", rows " + there + " and " + here);
            }
        } catch (SQLException e) {
            Files.deleteIfExists(part);
            throw e;
        }
    }

    private static List<String> counts(Connection connection) throws SQLException {
        List<String> counts = new ArrayList<>();
        for (String table : Catalogue.words(
                connection,
                "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name")) {
            String quoted = '"' + table.replace("\"", "\"\"") + '"';
            counts.add(table + "="
                    + Catalogue.words(connection, "SELECT count(*) FROM " + quoted)
                            .getFirst());
        }
        return counts;
    }

    private MigrationException failed(String reason, Exception cause) {
        return new MigrationException(
                Reason.FAILED,
                "no backup of " + file + " could be made before migrating: " + reason + ". Nothing was changed. Make"
                        + " room beside the file, or copy it yourself and run \"ongoingai migrate up --no-backup\".",
                cause);
    }
}
