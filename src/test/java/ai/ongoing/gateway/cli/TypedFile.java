package ai.ongoing.gateway.cli;

import ai.ongoing.gateway.storage.schema.GoFixtures;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * A SQLite file that does not exist yet.
 *
 * @param directory everything in it counts as the store's, and goes with the test's own directory
 */
record TypedFile(Path directory) implements TypedStore {

    @Override
    public Map<String, String> environment() {
        return Map.of("ONGOINGAI_STORAGE_PATH", file().toString());
    }

    Path file() {
        return directory.resolve("data/ongoingai.db");
    }

    /** Every file below the directory with its bytes. */
    @Override
    public Object fingerprint() throws IOException {
        Map<String, Integer> bytes = new TreeMap<>();
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path one : files.filter(Files::isRegularFile).toList()) {
                bytes.put(directory.relativize(one).toString(), Arrays.hashCode(Files.readAllBytes(one)));
            }
        }
        return bytes;
    }

    @Override
    public void execute(String sql) throws SQLException, IOException {
        Files.createDirectories(directory.resolve("data"));
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file());
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    @Override
    public void addTrace() throws SQLException, IOException {
        execute("INSERT INTO traces (id, timestamp, provider, model, request_method, request_path, cost_nano_usd)"
                + " VALUES ('t', '2026-01-01 00:00:00 +0000 UTC', 'openai', 'm', 'POST', '/v1', 7)");
    }

    @Override
    public void fillAsTheGoProgramDid() throws IOException {
        Files.createDirectories(directory.resolve("data"));
        Files.copy(GoFixtures.file("ongoingai-sqlite.db"), file());
    }

    @Override
    public void close() {}
}
