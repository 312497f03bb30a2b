package ai.ongoing.gateway.migration.sql;

import static org.assertj.core.api.Assertions.assertThat;

import ai.ongoing.gateway.migration.sql.SqlScript.Statement;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Whatever is written, splitting loses no character of a statement and invents none. */
final class SqlScriptPropertyTest {

    private static final List<String> PIECES = List.of(
            "a1",
            "'x;y'",
            "'it''s'",
            "\"q;\"\"r\"",
            "$$;'$$",
            "$t$ $$; $t$",
            "(1, 2)",
            "/* c; */",
            "-- l;\n",
            "E'\\';'",
            "=",
            "\n",
            "é");

    @Test
    void joiningAndSplittingGivesTheSameStatements() {
        for (long seed = 0; seed < 1000; seed++) {
            List<String> written = statements(new Random(seed));
            List<Statement> found = split(String.join("\n;\n", written));
            assertThat(found).as("seed %d", seed).hasSameSizeAs(written);
            for (int i = 0; i < written.size(); i++) {
                assertThat(written.get(i))
                        .as("seed %d", seed)
                        .startsWith(found.get(i).text());
            }
            List<String> texts = found.stream().map(Statement::text).toList();
            assertThat(split(String.join(";", texts)))
                    .as("seed %d", seed)
                    .extracting(Statement::text)
                    .containsExactlyElementsOf(texts);
        }
    }

    @Test
    void nothingButSpaceCommentsAndSemicolonsLiesBetween() {
        for (long seed = 0; seed < 1000; seed++) {
            List<String> lines = statements(new Random(seed)).stream()
                    .map(text -> text + "\n")
                    .toList();
            String script = String.join(";", lines);
            int at = 0;
            for (Statement statement : split(script)) {
                assertThat(split(script.substring(at, statement.start())))
                        .as("seed %d", seed)
                        .isEmpty();
                assertThat(script.startsWith(statement.text(), statement.start()))
                        .as("seed %d", seed)
                        .isTrue();
                at = statement.end();
            }
            assertThat(split(script.substring(at))).as("seed %d", seed).isEmpty();
        }
    }

    private static List<Statement> split(String script) {
        return SqlScript.split(script, SqlScriptTest.SERVER, 1);
    }

    private static List<String> statements(Random random) {
        return Stream.generate(() -> statement(random)).limit(random.nextInt(7)).toList();
    }

    private static String statement(Random random) {
        return "SELECT "
                + Stream.generate(() -> PIECES.get(random.nextInt(PIECES.size())))
                        .limit(random.nextInt(9))
                        .collect(Collectors.joining(" "));
    }
}
