package ai.ongoing.gateway.migration.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.ongoing.gateway.migration.sql.SqlScript.Statement;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

final class SqlScriptTest {

    /** Nested comments, dollar quotes, escape strings, atomic bodies. */
    static final SqlScript.Syntax SERVER = new SqlScript.Syntax(true, true, true, false, false, true);
    /** Bracketed names and trigger bodies. */
    static final SqlScript.Syntax EMBEDDED = new SqlScript.Syntax(false, false, false, true, true, false);

    static Stream<Arguments> scripts() {
        return Stream.of(
                row(SERVER, "", 0),
                row(SERVER, " ;; \n;", 0),
                row(SERVER, "-- only a comment;", 0),
                row(SERVER, "/* only; */ -- comments;\n", 0),
                row(SERVER, "SELECT 1", 1),
                row(SERVER, "SELECT 1; SELECT 2", 2),
                row(SERVER, "SELECT 1; -- a;b\nSELECT 2;", 2),
                row(SERVER, "SELECT ';'", 1),
                row(SERVER, "SELECT 'it''s; fine'; SELECT 2", 2),
                row(SERVER, "SELECT 'back\\'; SELECT 2", 2),
                row(SERVER, "SELECT E'quote\\'; still'; SELECT 2", 2),
                row(SERVER, "SELECT e'\\\\'; SELECT 2", 2),
                row(SERVER, "SELECT name'x'; SELECT 2", 2),
                row(SERVER, "SELECT \"a;\"\"b\"; SELECT 2", 2),
                row(SERVER, "SELECT $$a;b$$; SELECT 2", 2),
                row(SERVER, "SELECT $x$a;$$;$y$;$x$; SELECT 2", 2),
                row(SERVER, "SELECT $1; SELECT $2", 2),
                row(SERVER, "SELECT a$b$; SELECT c$b$", 2),
                row(SERVER, "SELECT 1 /* a /* nested; */ ; */; SELECT 2", 2),
                row(SERVER, "SELECT 1 /* ' */; SELECT 2", 2),
                row(SERVER, "SELECT 1 -- ' \n; SELECT 2", 2),
                row(SERVER, "SELECT '--'; SELECT '/*'", 2),
                row(SERVER, "CREATE RULE r AS ON INSERT TO t DO (SELECT 1; SELECT 2); SELECT 3", 2),
                row(SERVER, "DO $$ BEGIN PERFORM 1; END $$; SELECT 1", 2),
                row(SERVER, "CREATE FUNCTION f() RETURNS int BEGIN ATOMIC SELECT 1; SELECT 2; END; SELECT 3", 2),
                row(
                        SERVER,
                        "CREATE FUNCTION f() RETURNS int BEGIN ATOMIC SELECT CASE WHEN true THEN 1 END; END; SELECT 3",
                        2),
                row(SERVER, "CREATE FUNCTION f() RETURNS int BEGIN ATOMIC SELECT 1 AS end; END; SELECT 3", 2),
                row(SERVER, "SELECT CASE WHEN a THEN b END; SELECT 2", 2),
                row(SERVER, "CREATE TABLE atomic (begin int); SELECT 2", 2),
                row(EMBEDDED, "SELECT [a;b]; SELECT `c;d`", 2),
                row(EMBEDDED, "SELECT 1 /* a /* not nested */; SELECT 2", 2),
                row(EMBEDDED, "SELECT '$$;'; SELECT 2", 2),
                row(EMBEDDED, "CREATE TRIGGER t AFTER INSERT ON a BEGIN UPDATE b SET c = 1; END; SELECT 1", 2),
                row(EMBEDDED, "CREATE TEMP TRIGGER t AFTER INSERT ON a BEGIN DELETE FROM b; DELETE FROM c; END", 1),
                row(
                        EMBEDDED,
                        "CREATE TRIGGER t AFTER INSERT ON a BEGIN UPDATE b SET c = CASE WHEN 1 THEN 2 END; END; SELECT 1",
                        2),
                row(
                        EMBEDDED,
                        "CREATE TRIGGER t AFTER INSERT ON a WHEN CASE WHEN 1 THEN 1 END BEGIN SELECT 1; END; SELECT 1",
                        2),
                row(EMBEDDED, "CREATE TABLE trigger (id); SELECT 1", 2),
                row(EMBEDDED, "DROP TRIGGER t; SELECT 1", 2),
                row(EMBEDDED, "\uFEFFSELECT 1; SELECT 2", 2));
    }

    private static Arguments row(SqlScript.Syntax syntax, String text, int statements) {
        return Arguments.of(syntax, text, statements);
    }

    @ParameterizedTest
    @MethodSource("scripts")
    void cutsBetweenStatementsOnly(SqlScript.Syntax syntax, String text, int statements) {
        assertThat(SqlScript.split(text, syntax, 1)).hasSize(statements);
    }

    @Test
    void knowsTheLineOfEachStatementsFirstWord() {
        List<Statement> statements = SqlScript.split("\n-- why\nSELECT 1;\n\n/* a\n b */ SELECT\n 2;\n", SERVER, 10);
        assertThat(statements).extracting(Statement::line).containsExactly(12, 15);
        assertThat(statements).extracting(Statement::text).containsExactly("SELECT 1", "SELECT\n 2");
    }

    @Test
    void keepsWordsOutsideQuotesCommentsAndParentheses() {
        Statement statement = SqlScript.split("create /* unique */ Index x on t (lower(a)) where 'b' = c", SERVER, 1)
                .getFirst();
        assertThat(statement.words()).containsExactly("CREATE", "INDEX", "X", "ON", "T", "WHERE", "C");
        assertThat(statement.begins("CREATE", "INDEX")).isTrue();
        assertThat(statement.begins("CREATE", "TABLE")).isFalse();
    }

    static Stream<Arguments> openEnds() {
        return Stream.of(
                Arguments.of(SERVER, "SELECT 1;\nSELECT 'open", 2, "quote"),
                Arguments.of(SERVER, "SELECT E'\\'", 1, "quote"),
                Arguments.of(SERVER, "SELECT \"open", 1, "quote"),
                Arguments.of(SERVER, "\n\nSELECT $x$ $$", 3, "dollar quote $x$"),
                Arguments.of(SERVER, "SELECT 1 /* /* */", 1, "comment"),
                Arguments.of(SERVER, "SELECT (1;", 1, "parenthesis"),
                Arguments.of(SERVER, "CREATE FUNCTION f() BEGIN ATOMIC SELECT 1;", 1, "END"),
                Arguments.of(EMBEDDED, "SELECT [open", 1, "brackets"),
                Arguments.of(EMBEDDED, "CREATE TRIGGER t AFTER INSERT ON a BEGIN SELECT 1;", 1, "END"));
    }

    @ParameterizedTest
    @MethodSource("openEnds")
    void refusesTextThatIsLeftOpen(SqlScript.Syntax syntax, String text, int line, String what) {
        assertThatThrownBy(() -> SqlScript.split(text, syntax, 1))
                .isInstanceOfSatisfying(
                        SqlScript.SqlScriptException.class,
                        e -> assertThat(e.line()).isEqualTo(line))
                .hasMessageContaining(what);
    }
}
