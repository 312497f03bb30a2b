package ai.ongoing.gateway.migration.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.ongoing.gateway.migration.MigrationException;
import ai.ongoing.gateway.migration.MigrationException.Reason;
import ai.ongoing.gateway.migration.sql.SqlScript;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

final class MigrationParserTest {

    private static final SqlScript.Syntax SYNTAX = new SqlScript.Syntax(true, true, true, false, false, true);
    private static final String DOWN = "-- +goose Down\nSELECT 0;\n";

    private static MigrationFile parse(String text) {
        return MigrationParser.parse("db/100_some_words.sql", text, SYNTAX);
    }

    @Test
    void readsHeaderSectionsAndLines() {
        MigrationFile file = parse("""
                -- Why this is.
                -- lock-timeout: 500ms
                -- breaking: 1.2.0
                -- +goose Up

                SELECT 1;
                SELECT '
                -- not a directive: x';
                -- +goose Down
                SELECT 3;
                """);
        assertThat(file.number()).isEqualTo(100);
        assertThat(file.header().lockTimeout(Duration.ZERO)).isEqualTo(Duration.ofMillis(500));
        assertThat(file.header().statementTimeout(Duration.ofSeconds(7))).isEqualTo(Duration.ofSeconds(7));
        assertThat(file.header().breaking()).isEqualTo("1.2.0");
        assertThat(file.up().steps()).extracting(step -> step.sql().line()).containsExactly(6, 7);
        assertThat(java.util.Objects.requireNonNull(file.down()).steps()).hasSize(1);
    }

    @Test
    void takesAFileWithoutAnnotationsForOneUpSection() {
        MigrationFile file = parse("""
                -- Why this is.
                -- irreversible: nobody wrote the way back

                -- if-missing: calls.org
                ALTER TABLE calls ADD COLUMN org;
                SELECT 2;
                """);
        assertThat(file.header().irreversible()).isEqualTo("nobody wrote the way back");
        assertThat(file.down()).isNull();
        assertThat(file.up().steps()).extracting(step -> step.sql().line()).containsExactly(5, 6);
        assertThat(file.up().steps().getFirst().unless()).isEqualTo(new MigrationFile.Column("calls", "org"));
    }

    @Test
    void takesABlockAsOneStatementWhateverItHolds() {
        MigrationFile file = parse("""
                -- +goose Up
                SELECT 1;
                -- +goose StatementBegin
                CREATE THING; WITH; SEMICOLONS;
                -- +goose StatementEnd
                SELECT 2;
                """ + DOWN);
        assertThat(file.up().steps())
                .extracting(step -> step.sql().text())
                .containsExactly("SELECT 1", "CREATE THING; WITH; SEMICOLONS", "SELECT 2");
        assertThat(file.up().steps()).extracting(step -> step.sql().line()).containsExactly(2, 4, 6);
    }

    @Test
    void readsTheConditionAboveAStatement() {
        MigrationFile file =
                parse("-- +goose Up\n-- if-missing: calls.org\nALTER TABLE calls ADD COLUMN org;\n" + DOWN);
        assertThat(file.up().steps().getFirst().unless()).isEqualTo(new MigrationFile.Column("calls", "org"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"-- +goose NO TRANSACTION\n", "-- transaction: none\n"})
    void knowsAFileOutsideATransaction(String header) {
        assertThat(parse(header + "-- +goose Up\nVACUUM;\n" + DOWN).header().transactional())
                .isFalse();
    }

    @Test
    void sumsTheTextNotItsLineEndings() {
        String text = "-- +goose Up\nSELECT 1;\n\n" + DOWN;
        String checksum = parse(text).up().checksum();
        assertThat(checksum).startsWith("v1:").hasSize(67);
        assertThat(parse("\uFEFF" + text.replace("\n", "\r\n")).up().checksum()).isEqualTo(checksum);
        assertThat(parse(text.replace("0", "9")).up().checksum()).isEqualTo(checksum);
        assertThat(parse(text.replace("SELECT 1", "SELECT  1")).up().checksum()).isNotEqualTo(checksum);
    }

    static Stream<Arguments> wrongFiles() {
        String up = "-- +goose Up\nSELECT 1;\n";
        return Stream.of(
                Arguments.of(
                        "SELECT 1;\n-- +goose Up\nSELECT 2;\n" + DOWN, "line 1: SQL stands before \"-- +goose Up\""),
                Arguments.of("SELECT 1;\n", "a file without annotations is one Up section"),
                Arguments.of("-- irreversible: why\nSELECT 1;\n" + DOWN, "line 2: SQL stands before \"-- +goose Up\""),
                Arguments.of("-- irreversible: why\n;\n", "the section Up holds no statement"),
                Arguments.of("", "line 1: the file holds no statement"),
                Arguments.of(up, "there is no \"-- +goose Down\"; write one, or \"-- irreversible: reason\" above Up"),
                Arguments.of("-- irreversible: so\n" + up + DOWN, "line 4: the header says irreversible, yet"),
                Arguments.of("-- +goose Up\n-- nothing\n" + DOWN, "line 1: the section Up holds no statement"),
                Arguments.of(up + "-- +goose Down\n", "line 3: the section Down holds no statement"),
                Arguments.of(up + up + DOWN, "line 3: Up stands twice, first in line 1"),
                Arguments.of(DOWN + up, "line 1: Down stands before Up"),
                Arguments.of(
                        "-- speed: fast\n" + up + DOWN, "line 1: the directive \"speed\" is unknown; known are adr,"),
                Arguments.of("-- adr: 1\n-- adr: 2\n" + up + DOWN, "line 2: the directive \"adr\" stands twice"),
                Arguments.of("-- lock-timeout: soon\n" + up + DOWN, "lock-timeout must be a duration like 2s"),
                Arguments.of("-- transaction: some\n" + up + DOWN, "transaction can only be \"none\", got \"some\""),
                Arguments.of("-- breaking: later\n" + up + DOWN, "like 1.2.0, got \"later\""),
                Arguments.of("-- not-applicable: db\n" + up + DOWN, "needs a folder and a reason"),
                Arguments.of("-- destructive:\n" + up + DOWN, "needs a value"),
                Arguments.of(
                        up + "-- +goose Sideways\n" + DOWN, "line 3: the annotation \"+goose SIDEWAYS\" is unknown"),
                Arguments.of(
                        up + "-- +goose StatementEnd\n" + DOWN, "line 3: StatementBegin and StatementEnd must come"),
                Arguments.of(up + "-- +goose StatementBegin\nx\n" + DOWN, "line 3: StatementBegin has no StatementEnd"),
                Arguments.of(up + "SELECT 'open;\n" + DOWN, "line 3: a quote ' that opens here is not closed"),
                Arguments.of("-- +goose Up\nSELECT 1; COMMIT;\n" + DOWN, "line 2: COMMIT does not belong in a file"),
                Arguments.of("-- +goose Up\nBEGIN;\n" + DOWN, "line 2: BEGIN does not belong in a file"),
                Arguments.of("-- +goose Up\nSAVEPOINT a;\n" + DOWN, "SAVEPOINT does not belong"),
                Arguments.of(
                        "-- +goose Up\nVACUUM;\n" + DOWN, "line 2: this statement cannot run inside a transaction"),
                Arguments.of("-- +goose Up\nREINDEX INDEX CONCURRENTLY i;\n" + DOWN, "cannot run inside a transaction"),
                Arguments.of("-- +goose Up\nPRAGMA foreign_keys = OFF;\n" + DOWN, "no effect inside a transaction"),
                Arguments.of("-- +goose Up\nCOPY t FROM STDIN;\n" + DOWN, "COPY FROM stdin needs data"),
                Arguments.of(
                        "-- +goose Up\nCOPY t FROM stdin;\n1\tit's\n\\.\n" + DOWN,
                        "line 2: COPY FROM stdin needs data"),
                Arguments.of(
                        "-- +goose Up\n\\restrict x\nSELECT 1;\n" + DOWN,
                        "line 2: \"\\restrict x\" is a command of psql"),
                Arguments.of(
                        "-- +goose Up\n-- +goose StatementBegin\n-- a;\n-- +goose StatementEnd\n" + DOWN,
                        "line 3: StatementBegin and StatementEnd hold nothing but comments"),
                Arguments.of("\uFEFF \r\n", "line 1: the file holds no statement"),
                Arguments.of(
                        "-- transaction: none\n-- +goose Up\nSELECT 1;\nSELECT 2;\n" + DOWN, "exactly one statement"),
                Arguments.of(
                        "-- transaction: none\n-- +goose Up\nCREATE INDEX CONCURRENTLY IF NOT EXISTS i ON t(a);\n"
                                + DOWN,
                        "IF NOT EXISTS would take a broken index"));
    }

    @ParameterizedTest
    @MethodSource("wrongFiles")
    void refusesAWrongFileByNameAndLine(String text, String message) {
        assertThatThrownBy(() -> parse(text))
                .isInstanceOfSatisfying(
                        MigrationException.class, e -> assertThat(e.reason()).isEqualTo(Reason.FILES))
                .hasMessageStartingWith("migration db/100_some_words.sql, line ")
                .hasMessageContaining(message);
    }

    @Test
    void passesWordsOfTransactionsInsideTextsAndBodies() {
        assertThat(parse("-- +goose Up\n-- COMMIT;\nSELECT 'COMMIT;'; DO $$ BEGIN COMMIT; END $$;\n" + DOWN)
                        .up()
                        .steps())
                .hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "-- +goose up\nSELECT 1;\n-- +goose down\nSELECT 0;",
                "-- +GOOSE UP\r\nSELECT 1;\r\n-- +Goose DOWN\r\nSELECT 0",
                "\uFEFF--  +goose Up  \nSELECT 1\n-- +goose Down\nSELECT 0;",
                "--+goose Up\n-- +goose statementbegin\nSELECT 1;\n-- +goose STATEMENTEND\n-- +goose Down\nSELECT 0"
            })
    void readsAnnotationsInAnyCaseWithAnyLineEnd(String text) {
        MigrationFile file = parse(text);
        assertThat(file.up().steps()).extracting(step -> step.sql().text()).containsExactly("SELECT 1");
        assertThat(java.util.Objects.requireNonNull(file.down()).steps())
                .extracting(step -> step.sql().text())
                .containsExactly("SELECT 0");
    }

    @Test
    void refusesBytesThatAreNotUtf8() {
        byte[] bytes = "-- +goose Up\nSELECT 'caf\u00e9';\n".getBytes(java.nio.charset.StandardCharsets.ISO_8859_1);
        assertThatThrownBy(() -> MigrationFiles.decoded("db/100_a.sql", bytes))
                .isInstanceOfSatisfying(
                        MigrationException.class, e -> assertThat(e.reason()).isEqualTo(Reason.FILES))
                .hasMessage("migration db/100_a.sql, line 1: the file is not UTF-8; save it as UTF-8.");
    }

    static Stream<Arguments> wrongFolders() {
        String text = "-- +goose Up\nSELECT 1;\n" + DOWN;
        return Stream.of(
                Arguments.of(Map.of("a/100_x.sql", text, "a/100_y.sql", text), "has the number of"),
                Arguments.of(
                        Map.of("a/100_x.sql", text, "b/100_x.sql", text, "b/101_y.sql", text), "no counterpart in a/"),
                Arguments.of(Map.of("a/100_x.sql", text, "b/100_y.sql", text), "share a number but not their words"),
                Arguments.of(Map.of("a/x.sql", text), "must be like folder/100_some_words.sql"));
    }

    @ParameterizedTest
    @MethodSource("wrongFolders")
    void refusesFoldersThatDoNotMatch(Map<String, String> texts, String message) {
        String baseline = "-- irreversible: start\n-- +goose Up\nSELECT 1;\n";
        assertThatThrownBy(() -> MigrationFiles.of("a", SYNTAX, texts, baseline))
                .isInstanceOf(MigrationException.class)
                .hasMessageContaining(message);
    }

    @Test
    void acceptsNumbersWithGaps() {
        String text = "-- +goose Up\nSELECT 1;\n" + DOWN;
        assertThat(MigrationFiles.of("a", SYNTAX, Map.of("a/100_x.sql", text, "a/102_y.sql", text), text)
                        .files())
                .extracting(MigrationFile::number)
                .containsExactly(100, 102);
    }

    @Test
    void acceptsANumberTheOtherFolderDeclaresNotApplicable() {
        String text = "-- +goose Up\nSELECT 1;\n" + DOWN;
        String baseline = "-- irreversible: start\n-- +goose Up\nSELECT 1;\n";
        Map<String, String> texts = Map.of(
                "a/100_x.sql", text, "b/100_x.sql", text, "b/101_y.sql", "-- not-applicable: a no need\n" + text);
        assertThat(MigrationFiles.of("a", SYNTAX, texts, baseline).files()).hasSize(1);
    }
}
