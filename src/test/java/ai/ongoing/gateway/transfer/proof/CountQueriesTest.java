package ai.ongoing.gateway.transfer.proof;

import static org.assertj.core.api.Assertions.assertThat;

import ai.ongoing.gateway.config.StorageDriver;
import ai.ongoing.gateway.testkit.PostgresDatabase;
import ai.ongoing.gateway.testkit.TestStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The queries that the README gives for counting by hand. */
final class CountQueriesTest {

    private static final Pattern QUOTED = Pattern.compile("\"((?:SELECT|SET) [^\"]+)\"");

    @Test
    void countTheSameOnBothSidesOfAMove() throws SQLException, IOException {
        try (TestStore file = TestStore.open(StorageDriver.SQLITE);
                PostgresDatabase server = PostgresDatabase.create()) {
            file.gateway().close();
            try (Connection connection = file.connect()) {
                MovedHouse.fill(connection, 100);
            }
            MovedHouse.copy(file.settings(), TestStore.postgres(server.dsn()));
            try (Connection here = file.connect();
                    Connection there = server.connect()) {
                List<String> counts = asked(here, "sqlite3 ");
                assertThat(asked(there, "psql ")).isEqualTo(counts);
                assertThat(counts).containsExactly("organizations 6", "workspaces 6", "gateway_keys 50", "traces 100");
            }
        }
    }

    /** The answer to the statements of the one line that begins so and counts every table. */
    private static List<String> asked(Connection connection, String program) throws SQLException, IOException {
        String line = Files.readAllLines(Path.of("README.md")).stream()
                .filter(text -> text.startsWith(program) && text.contains("gateway_keys"))
                .findFirst()
                .orElseThrow();
        List<String> counts = new ArrayList<>();
        try (Statement statement = connection.createStatement()) {
            Matcher quoted = QUOTED.matcher(line);
            while (quoted.find()) {
                if (statement.execute(quoted.group(1))) {
                    ResultSet rows = statement.getResultSet();
                    while (rows.next()) {
                        counts.add(rows.getString(1) + " " + rows.getLong(2));
                    }
                }
            }
        }
        return counts;
    }
}
