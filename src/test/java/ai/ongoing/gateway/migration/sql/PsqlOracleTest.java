package ai.ongoing.gateway.migration.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import ai.ongoing.gateway.migration.sql.SqlScript.Statement;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.provider.Arguments;

/** Statements end where psql itself ends them. Not run where psql is not installed. */
final class PsqlOracleTest {

    private static final int RANDOM_SCRIPTS = 40;
    private static final List<String> PIECES = List.of(
            "a1",
            "'x;y'",
            "'it''s'",
            "'back\\'",
            "\"q;\"\"r\"",
            "$$;'$$",
            "$t$ $$; $t$",
            "a$b$",
            "$1",
            "(1; 2)",
            "(';')",
            "/* c; */",
            "/* a /* b; */ ; */",
            "-- l; 'x\n",
            "E'\\';'",
            "e'\\\\'",
            "U&'d\\0061;'",
            "'a'\n'b;'",
            "= - / *",
            "\n",
            "CASE WHEN a THEN b END",
            "é");

    private static PsqlServer psql;

    @TempDir
    private Path folder;

    @BeforeAll
    static void startServer() throws IOException {
        assumeThat(PsqlServer.installed()).as("psql is installed").isTrue();
        psql = PsqlServer.start();
    }

    @AfterAll
    static void stopServer() throws IOException {
        if (psql != null) {
            psql.close();
        }
    }

    static Stream<String> hardCases() {
        return Stream.concat(
                SqlScriptTest.scripts()
                        .map(Arguments::get)
                        .filter(row -> row[0].equals(SqlScriptTest.SERVER))
                        .map(row -> (String) row[1])
                        // psql counts every END of a body, a column's name too, and sends half a function.
                        .filter(script -> !script.contains("AS end")),
                Stream.of(
                        "\uFEFFSELECT 1; SELECT 2",
                        "SELECT 1;\r\nSELECT 2;\r\n",
                        "SELECT 'a'\n'b;c'; SELECT 2",
                        "SELECT $tag$ $other$ ; $tag$; SELECT 2",
                        "SELECT $Tag$;$tag$;$Tag$; SELECT 2",
                        "SELECT $été$;$été$; SELECT 2",
                        "SELECT E'a\\'b;' 'c'; SELECT 2",
                        "SELECT U&'\\0061;', U&\"d;\"; SELECT 2",
                        "SELECT B'1;', X'1;', N'a;'; SELECT 2",
                        "SELECT 1/* a */-- b;\n/* c */; SELECT 2",
                        "SELECT ((1;2);3); SELECT 2",
                        "SELECT 1); SELECT 2",
                        "CREATE OR REPLACE FUNCTION f() RETURNS int LANGUAGE plpgsql AS $f$\nBEGIN\n  IF 1 = 1 THEN\n"
                                + "    RETURN $$1;$$;\n  END IF;\nEND;\n$f$; SELECT 2",
                        "CREATE PROCEDURE p() LANGUAGE SQL BEGIN ATOMIC INSERT INTO t VALUES (1);"
                                + " INSERT INTO t VALUES (2); END; SELECT 2",
                        "CREATE OR REPLACE FUNCTION f(a int) RETURNS int LANGUAGE SQL BEGIN ATOMIC SELECT CASE a WHEN 1"
                                + " THEN CASE WHEN true THEN 2 END END; SELECT 3; END; SELECT 2"));
    }

    @Test
    void endsStatementsWherePsqlDoes() throws Exception {
        assertAgrees(hardCases().toList());
    }

    @Test
    void agreesOnEveryShippedFile() throws Exception {
        List<String> texts = new ArrayList<>();
        try (Stream<Path> found = Files.list(Path.of("src/main/resources/db/migration/postgres"))) {
            for (Path file : found.sorted().toList()) {
                texts.add(Files.readString(file));
            }
        }
        assertAgrees(texts);
    }

    @Test
    void agreesOnWhateverIsWritten() throws Exception {
        Random random = new Random();
        List<String> scripts = new ArrayList<>();
        for (int i = 0; i < RANDOM_SCRIPTS; i++) {
            List<String> written = new ArrayList<>();
            for (int piece = 0; piece < 120; piece++) {
                written.add(random.nextInt(5) == 0 ? "\n;" : PIECES.get(random.nextInt(PIECES.size())));
            }
            scripts.add("SELECT " + String.join(" ", written));
        }
        assertAgrees(scripts);
    }

    /** psql keeps comments and the semicolon with a statement; ours cuts them off what psql sent as well. */
    private void assertAgrees(List<String> scripts) throws Exception {
        List<List<String>> sent = psql.statements(folder, scripts);
        assertThat(sent).hasSameSizeAs(scripts);
        for (int i = 0; i < scripts.size(); i++) {
            String script = scripts.get(i);
            List<String> theirs = new ArrayList<>();
            for (String query : sent.get(i)) {
                List<Statement> one = SqlScript.split(query, SqlScriptTest.SERVER, 1);
                assertThat(one)
                        .as("what psql sent as one of %s: %s", script, query)
                        .hasSizeLessThanOrEqualTo(1);
                one.forEach(statement -> theirs.add(withoutReturns(statement.text())));
            }
            assertThat(SqlScript.split(script, SqlScriptTest.SERVER, 1))
                    .extracting(statement -> withoutReturns(statement.text()))
                    .as(script)
                    .containsExactlyElementsOf(theirs);
        }
    }

    private static String withoutReturns(String text) {
        return text.replace("\r\n", "\n");
    }
}
