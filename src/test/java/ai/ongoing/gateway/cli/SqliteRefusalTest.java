package ai.ongoing.gateway.cli;

import ai.ongoing.gateway.config.StorageDriver;
import ai.ongoing.gateway.storage.schema.GoFixtures;
import ai.ongoing.gateway.testkit.RunsOn;
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

@RunsOn(StorageDriver.SQLITE)
final class SqliteRefusalTest extends RefusalContract {

    @Override
    Map<String, String> environment() {
        return Map.of("ONGOINGAI_STORAGE_PATH", file().toString());
    }

    private Path file() {
        return directory.resolve("data/ongoingai.db");
    }

    /** Every file below the directory with its bytes. */
    @Override
    Object fingerprint() throws IOException {
        Map<String, Integer> bytes = new TreeMap<>();
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path one : files.filter(Files::isRegularFile).toList()) {
                bytes.put(directory.relativize(one).toString(), Arrays.hashCode(Files.readAllBytes(one)));
            }
        }
        return bytes;
    }

    @Override
    void execute(String sql) throws SQLException, IOException {
        Files.createDirectories(directory.resolve("data"));
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file());
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    @Override
    void addTrace() throws SQLException, IOException {
        execute("INSERT INTO traces (id, timestamp, provider, model, request_method, request_path, cost_nano_usd)"
                + " VALUES ('t', '2026-01-01 00:00:00 +0000 UTC', 'openai', 'm', 'POST', '/v1', 7)");
    }

    @Override
    void fillAsTheGoProgramDid() throws IOException {
        Files.createDirectories(directory.resolve("data"));
        Files.copy(GoFixtures.file("ongoingai-sqlite.db"), file());
    }

    @Override
    void close() {}
}
