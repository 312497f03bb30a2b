package ai.ongoing.gateway.transfer.forecast;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import ai.ongoing.gateway.testkit.PostgresDatabase;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class JsonCheckTest {

    private static final List<String> DOCUMENTS = List.of(
            "{}",
            " [1, 2.5, -0, 1e5, 123456789012345678901234567890] ",
            "\"text \\u00e9 \\ud83d\\ude00 \\\\u0000\"",
            "null",
            "{\"a\":1,\"a\":2}",
            "1e15000",
            "[".repeat(500) + "]".repeat(500),
            "",
            "  ",
            "{",
            "{\"a\":}",
            "{'a':1}",
            "[1,]",
            "{} {}",
            "1 2",
            "nul",
            "01",
            ".5",
            "+1",
            "NaN",
            "\"\\u0000\"",
            "{\"\\u0000\":1}",
            "\"\\ud83d\"",
            "\"\\ude00\\ud83d\"",
            "1e200000",
            "1e2147483648",
            "\"tab\there\"",
            "\"\\x41\"",
            "{\"a\":1}/* no comment */");

    private static Optional<String> problem(String text) {
        byte[] bytes = text.getBytes(UTF_8);
        return JsonCheck.problem(bytes, 0, bytes.length);
    }

    @Test
    void refusesWhatTheServerRefusesAndNothingElse() throws SQLException {
        try (PostgresDatabase database = PostgresDatabase.create();
                Connection connection = database.connect()) {
            for (String document : DOCUMENTS) {
                assertThat(problem(document).isEmpty())
                        .as(document.length() > 60 ? document.length() + " characters" : document)
                        .isEqualTo(serverTakes(connection, document));
            }
        }
    }

    private static boolean serverTakes(Connection connection, String document) {
        try (PreparedStatement cast = connection.prepareStatement("SELECT ?::jsonb")) {
            cast.setString(1, document);
            cast.execute();
            return true;
        } catch (SQLException e) {
            return false;
        }
    }

    @Test
    void tellsWhereAndNotWhat() {
        assertThat(problem("{\"a\": secret}"))
                .hasValueSatisfying(text ->
                        assertThat(text).startsWith("no JSON from byte ").doesNotContain("secret"));
    }
}
