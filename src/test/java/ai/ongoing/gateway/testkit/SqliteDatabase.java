package ai.ongoing.gateway.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.stream.Stream;

/** A directory of its own with the path of a database file that does not exist yet; closing deletes the directory. */
public final class SqliteDatabase implements AutoCloseable {

    private final Path directory;

    private SqliteDatabase(Path directory) {
        this.directory = directory;
    }

    public static SqliteDatabase create() {
        try {
            return new SqliteDatabase(Files.createTempDirectory("gateway-sqlite"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Another one with the same files; nobody may be connected to this one now. */
    public SqliteDatabase copy() {
        SqliteDatabase copy = create();
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file : files.toList()) {
                Files.copy(file, copy.directory.resolve(file.getFileName()), StandardCopyOption.COPY_ATTRIBUTES);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return copy;
    }

    /** The directory, for tests that look at what lies beside the file. */
    public Path directory() {
        return directory;
    }

    public Path file() {
        return directory.resolve("ongoingai.db");
    }

    public String jdbcUrl() {
        return "jdbc:sqlite:" + file();
    }

    /** A plain connection with the driver's defaults; creates the file when it is missing. */
    public Connection connect() throws SQLException {
        return DriverManager.getConnection(jdbcUrl());
    }

    @Override
    public void close() {
        try {
            FileTree.delete(directory);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
