package ai.ongoing.gateway.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A folder with {@code initdb} and {@code postgres}, from which a test starts servers of its own.
 *
 * @param folder the folder itself
 */
public record PostgresBinaries(Path folder) {

    private static final Path DEBIAN = Path.of("/usr/lib/postgresql");
    private static final int OLDEST_SUPPORTED = 14;

    /** Of the oldest version that the gateway supports and that this machine's distribution has installed. */
    public static Optional<PostgresBinaries> oldestInstalled() {
        if (!Files.isDirectory(DEBIAN)) {
            return Optional.empty();
        }
        try (Stream<Path> versions = Files.list(DEBIAN)) {
            return versions.filter(version -> number(version) >= OLDEST_SUPPORTED)
                    .sorted(Comparator.comparingInt(PostgresBinaries::number))
                    .map(version -> new PostgresBinaries(version.resolve("bin")))
                    .filter(PostgresBinaries::complete)
                    .findFirst();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Of the server that the tests use; empty when it is not of this machine. */
    public static Optional<PostgresBinaries> ofTheTestServer() throws SQLException {
        try (PostgresDatabase database = PostgresDatabase.create();
                Connection connection = database.connectAsSuperuser();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT setting FROM pg_config WHERE name = 'BINDIR'")) {
            row.next();
            return Optional.of(new PostgresBinaries(Path.of(row.getString(1)))).filter(PostgresBinaries::complete);
        }
    }

    Path program(String name) {
        return folder.resolve(name);
    }

    private boolean complete() {
        return Files.isExecutable(program("initdb")) && Files.isExecutable(program("postgres"));
    }

    private static int number(Path version) {
        String name = version.getFileName().toString();
        return name.matches("\\d{1,4}") ? Integer.parseInt(name) : 0;
    }
}
