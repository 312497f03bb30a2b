package ai.ongoing.gateway.storage;

import ai.ongoing.gateway.storage.schema.FileLook;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Traces in a SQLite file that is not the store in use. Switching the driver copies nothing, and an operator who finds
 * an empty list should learn why.
 *
 * @param count how many, counted up to {@value #COUNTED}
 */
record TracesLeftBehind(Path file, long count) {

    private static final Logger LOG = LoggerFactory.getLogger(TracesLeftBehind.class);

    private static final int COUNTED = 100_000;

    /** Looks without writing a byte. */
    static Optional<TracesLeftBehind> in(Path file) {
        if (!Files.isRegularFile(file)) {
            return Optional.empty();
        }
        try (Connection connection = FileLook.at(file).open();
                Statement statement = connection.createStatement();
                ResultSet row =
                        statement.executeQuery("SELECT count(*) FROM (SELECT 1 FROM traces LIMIT " + COUNTED + ")")) {
            long count = row.next() ? row.getLong(1) : 0;
            return count == 0 ? Optional.empty() : Optional.of(new TracesLeftBehind(file, count));
        } catch (SQLException e) {
            LOG.debug("{} holds no traces that can be read: {}", file, e.getMessage());
            return Optional.empty();
        }
    }

    String notice(String location) {
        return "the store at " + location + " is empty, while " + file + " (storage.path) holds "
                + (count == COUNTED ? "at least " : "") + count + (count == 1 ? " trace" : " traces")
                + "; switching storage.driver copies nothing, they stay there and are found again with"
                + " storage.driver=sqlite";
    }
}
