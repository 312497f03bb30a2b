package ai.ongoing.gateway.storage.schema;

import static org.assertj.core.api.Assumptions.assumeThat;

import ai.ongoing.gateway.migration.sql.SqlScript;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.postgresql.PGConnection;

/** Databases the Go program itself wrote; they lie beside the repository and are never copied into it. */
public final class GoFixtures {

    private static final Path FOLDER = Path.of(System.getProperty("user.dir"))
            .resolve("../shared/fixtures/ongoingai")
            .normalize();

    private GoFixtures() {}

    /** The file of that name; the test is reported as not run when the folder is absent. */
    public static Path file(String name) {
        Path file = FOLDER.resolve(name);
        assumeThat(file)
                .as("the databases of the Go program are expected in %s", FOLDER)
                .exists();
        return file;
    }

    /** Loads a plain dump: COPY blocks through the driver's copy interface, psql's own commands left out. */
    public static void load(Path dump, Connection connection, String owner) throws SQLException, IOException {
        StringBuilder sql = new StringBuilder();
        StringBuilder data = new StringBuilder();
        String copy = "";
        for (String line : Files.readAllLines(dump)) {
            if (!copy.isEmpty()) {
                if (line.equals("\\.")) {
                    connection.unwrap(PGConnection.class).getCopyAPI().copyIn(copy, new StringReader(data.toString()));
                    copy = "";
                    data.setLength(0);
                } else {
                    data.append(line).append('\n');
                }
            } else if (line.startsWith("COPY ") && line.endsWith(" FROM stdin;")) {
                run(sql, connection);
                copy = line.substring(0, line.length() - 1);
            } else if (!line.startsWith("\\")) {
                sql.append(line.replace("OWNER TO ongo;", "OWNER TO " + owner + ";"))
                        .append('\n');
            }
        }
        run(sql, connection);
    }

    private static void run(StringBuilder sql, Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            for (SqlScript.Statement one :
                    SqlScript.split(sql.toString(), new PostgresMigrationDialect().syntax(), 1)) {
                statement.execute(one.text());
            }
        }
        sql.setLength(0);
    }
}
