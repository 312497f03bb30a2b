package ai.ongoing.gateway.migration.sql;

import static org.assertj.core.api.Assertions.assertThat;

import ai.ongoing.gateway.migration.sql.SqlScript.Statement;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Whatever is written, splitting loses no character of a statement and invents none. */
final class SqlScriptProperties {

    @Provide
    Arbitrary<String> statements() {
        Arbitrary<String> piece = Arbitraries.of(
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
        return piece.list().ofMinSize(0).ofMaxSize(8).map(pieces -> "SELECT " + String.join(" ", pieces));
    }

    @Property(tries = 500)
    void joiningAndSplittingGivesTheSameStatements(@ForAll("statementLists") List<String> written) {
        String script = String.join("\n;\n", written);
        List<Statement> found = SqlScript.split(script, SqlScriptTest.SERVER, 1);
        assertThat(found).hasSameSizeAs(written);
        for (int i = 0; i < written.size(); i++) {
            assertThat(written.get(i)).startsWith(found.get(i).text());
        }
        List<String> texts = found.stream().map(Statement::text).toList();
        List<Statement> again = SqlScript.split(String.join(";", texts), SqlScriptTest.SERVER, 1);
        assertThat(again).extracting(Statement::text).containsExactlyElementsOf(texts);
    }

    @Property(tries = 500)
    void nothingButSpaceCommentsAndSemicolonsLiesBetween(@ForAll("statementLists") List<String> written) {
        String script =
                String.join(";", written.stream().map(text -> text + "\n").toList());
        int at = 0;
        for (Statement statement : SqlScript.split(script, SqlScriptTest.SERVER, 1)) {
            assertThat(SqlScript.split(script.substring(at, statement.start()), SqlScriptTest.SERVER, 1))
                    .isEmpty();
            assertThat(script.startsWith(statement.text(), statement.start())).isTrue();
            at = statement.end();
        }
        assertThat(SqlScript.split(script.substring(at), SqlScriptTest.SERVER, 1))
                .isEmpty();
    }

    @Provide
    Arbitrary<List<String>> statementLists() {
        return statements().list().ofMaxSize(6);
    }
}
