package ai.ongoing.gateway.storage;

import ai.ongoing.gateway.storage.GatewayDatabase.Commits;
import ai.ongoing.gateway.storage.row.TraceRows;
import ai.ongoing.gateway.storage.schema.SqliteTrouble;
import com.zaxxer.hikari.HikariDataSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.sql.SQLException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One file while it is open: the lock beside it, one writer, a few readers. Knows whether the path still leads to the file
 * that was opened: a process goes on writing a file that was moved away or deleted, and SQLite does not notice.
 */
final class SqliteStore implements AutoCloseable {

    private final SqliteFile file;
    private final @Nullable Object identity;
    private final SqliteWriter writer;
    private final HikariDataSource readers;
    private final TraceRows rows;
    private volatile boolean closed;

    private SqliteStore(SqliteFile file, SqliteWriter writer) throws IOException {
        this.file = file;
        this.identity = identity(file.path());
        this.writer = writer;
        this.readers = SqliteConnections.readers(file.path());
        this.rows = TraceRows.sqlite(readers, writer);
    }

    /** @throws StorageException when the file cannot be used; the lock is given back then */
    static SqliteStore open(Path path, Commits commits) {
        SqliteFile file = SqliteFile.claim(path);
        try {
            return new SqliteStore(file, SqliteWriter.open(file.path(), commits));
        } catch (SQLException e) {
            file.close();
            throw new StorageException(SqliteTrouble.sentence(file.path(), e), e);
        } catch (IOException e) {
            file.close();
            throw new StorageException("storage.path " + file.path() + " cannot be looked at: " + e.getMessage(), e);
        } catch (RuntimeException e) {
            file.close();
            throw e;
        }
    }

    private static @Nullable Object identity(Path path) throws IOException {
        return Files.readAttributes(path, BasicFileAttributes.class).fileKey();
    }

    /** Whether the path leads to this open file; one call to the operating system. */
    boolean inPlace() {
        try {
            return !closed && Objects.equals(identity, identity(file.path()));
        } catch (IOException e) {
            return false;
        }
    }

    Path path() {
        return file.path();
    }

    TraceRows rows() {
        return rows;
    }

    long sizeBytes() {
        return file.sizeBytes();
    }

    /** Readers first: an open one would keep the log from being emptied into the file. The lock goes last. Idempotent. */
    @Override
    public void close() {
        if (!closed) {
            closed = true;
            readers.close();
            writer.close();
            file.close();
        }
    }
}
