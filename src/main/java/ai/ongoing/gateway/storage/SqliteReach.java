package ai.ongoing.gateway.storage;

import ai.ongoing.gateway.storage.Endpoint.Absence;
import ai.ongoing.gateway.storage.schema.FileLook;
import ai.ongoing.gateway.storage.schema.SqliteTrouble;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;
import org.sqlite.SQLiteException;

/** Whether a file can be read as a database; looks and makes nothing, not even the files beside it. */
final class SqliteReach {

    private SqliteReach() {}

    static Optional<Absence> absence(String flag, Path file) {
        if (!Files.exists(file)) {
            return flag.startsWith("--from")
                    ? Optional.of(new Absence(
                            flag + " " + file + " does not exist; write the path of the database file.", false))
                    : Optional.empty(); // a target is made
        }
        try (Connection connection = FileLook.at(file).open();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT count(*) FROM sqlite_master")) {
            row.next();
            return Optional.empty();
        } catch (SQLException e) {
            boolean busy = e instanceof SQLiteException sqlite && (sqlite.getResultCode().code & 0xff) == 5;
            return Optional.of(new Absence(flag + ": " + SqliteTrouble.sentence(file, e) + ".", busy));
        }
    }
}
