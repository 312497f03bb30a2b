package ai.ongoing.gateway.storage.schema;

import ai.ongoing.gateway.migration.MigrationSettings;
import ai.ongoing.gateway.migration.backend.MigrationDialect;
import ai.ongoing.gateway.migration.backend.MigrationLock;
import ai.ongoing.gateway.migration.file.MigrationFiles;
import ai.ongoing.gateway.migration.run.Migrator;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.flywaydb.core.Flyway;
import org.slf4j.LoggerFactory;

/**
 * The program of a child process that applies a folder of files and prints {@code "> N"}, the milliseconds from its
 * first line to the closed connection: {@code ours|flyway URL ROLE PASSWORD FOLDER}.
 */
final class ChainChild {

    private static final String BASELINE =
            "-- irreversible: start\n-- +goose Up\nCREATE TABLE start_of_all (a TEXT);\n";

    private ChainChild() {}

    public static void main(String[] arguments) throws SQLException {
        Path folder = Path.of(arguments[4]);
        // The gateway's log is up long before it migrates; both speak to the same one.
        LoggerFactory.getLogger(ChainChild.class).debug("{}", folder);
        long started = System.nanoTime();
        if (arguments[0].equals("ours")) {
            ours(arguments[1], arguments[2], arguments[3], folder);
        } else {
            flyway(arguments[1], arguments[2], arguments[3], folder);
        }
        System.out.println(MigratingChild.ANSWER + (System.nanoTime() - started) / 1_000_000);
    }

    /** How many files were applied. */
    static int ours(String url, String role, String password, Path folder) throws SQLException {
        MigrationDialect dialect = url.startsWith("jdbc:sqlite:")
                ? new SqliteMigrationDialect(
                        Path.of(url.substring("jdbc:sqlite:".length()).replaceFirst("\\?.*", "")))
                : new PostgresMigrationDialect();
        MigrationFiles files = MigrationFiles.of(dialect.folder(), dialect.syntax(), texts(dialect, folder), BASELINE);
        MigrationSettings settings = new MigrationSettings("0.1.0", Duration.ofMinutes(1), new RecordingObserver());
        try (Connection connection = DriverManager.getConnection(url, role, password)) {
            dialect.prepare(connection, settings.lockWait());
            try (MigrationLock lock = new MigrationLock(dialect.lock(connection), settings)) {
                return new Migrator(files, dialect, settings)
                        .up(connection, lock)
                        .applied()
                        .size();
            }
        }
    }

    /** How many files were applied. */
    static int flyway(String url, String role, String password, Path folder) {
        return Flyway.configure()
                .dataSource(url, role, password)
                .locations("filesystem:" + folder)
                .load()
                .migrate()
                .migrationsExecuted;
    }

    /** The name in Flyway's form is the file's; {@code V100__a.sql} is ours {@code 100_a.sql}. */
    private static Map<String, String> texts(MigrationDialect dialect, Path folder) {
        Map<String, String> texts = new TreeMap<>();
        try (Stream<Path> found = Files.list(folder)) {
            for (Path file : found.toList()) {
                String name = file.getFileName().toString().substring(1).replaceFirst("__", "_");
                texts.put(dialect.folder() + "/" + name, Files.readString(file));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return texts;
    }
}
