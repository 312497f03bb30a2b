package ai.ongoing.gateway.storage.authoring;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MigrationLintTest {

    private static final String UP = "-- Why.\n-- +goose Up\n";
    /** A header that names the documents of calls, tenants and keys. */
    private static final String DOCUMENTED = """
            -- Why.
            -- docs: src/main/resources/openapi/openapi.yaml, src/docs/migrations.md#tenants
            -- +goose Up
            """;

    private static final String DOWN = "\n-- +goose Down\nSELECT 1;\n";
    private static final String BASELINE = "-- irreversible: x\n-- +goose Up\nSELECT 1;\n";
    private static final Map<String, String> INHERITED = Map.of(
            "sqlite/000_baseline.sql", BASELINE,
            "postgres/000_baseline.sql", BASELINE,
            "sqlite/001_create_traces.sql", BASELINE,
            "postgres/001_create_traces.sql", """
            -- irreversible: x
            -- +goose Up
            CREATE TABLE traces (id TEXT, at TIMESTAMP);
            CREATE INDEX idx_traces_at ON traces(at);
            """);

    @TempDir
    private Path directory;

    /** What the lint says about one file for the server and a harmless one of the same name for the other backend. */
    private static List<LintFinding> postgres(String text) {
        return both(text, UP + "SELECT 1;" + DOWN);
    }

    private static List<LintFinding> sqlite(String text) {
        return both(UP + "SELECT 1;" + DOWN, text);
    }

    private static List<LintFinding> both(String postgres, String sqlite) {
        return check(Map.of("postgres/100_words.sql", postgres, "sqlite/100_words.sql", sqlite), List.of());
    }

    private static List<LintFinding> check(Map<String, String> own, List<String> exceptions) {
        Map<String, String> texts = new HashMap<>(INHERITED);
        texts.putAll(own);
        List<String> listed = texts.keySet().stream()
                .filter(name -> !name.endsWith("000_baseline.sql"))
                .toList();
        return MigrationLint.check(new MigrationSources(texts, listed, exceptions, List.of(), null));
    }

    @Test
    void ourOwnFilesPass() {
        assertThat(MigrationLint.check(MigrationSources.embedded())).isEmpty();
        Path checkout = MigrationSources.checkout(Path.of("")).orElseThrow();
        assertThat(MigrationLint.check(MigrationSources.in(checkout.resolve(MigrationSources.FOLDER))))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            not-null-without-default | ALTER TABLE gateway_keys ADD COLUMN a TEXT NOT NULL
            not-null-without-default | ALTER TABLE gateway_keys ADD a TEXT, ADD IF NOT EXISTS b TEXT NOT NULL
            rewriting-default        | ALTER TABLE gateway_keys ADD COLUMN a UUID DEFAULT gen_random_uuid()
            type-rewrite             | ALTER TABLE gateway_keys ALTER COLUMN name TYPE VARCHAR(9)
            type-rewrite             | ALTER TABLE IF EXISTS ONLY public.traces ALTER name SET DATA TYPE INT
            set-not-null             | ALTER TABLE traces ALTER COLUMN model SET NOT NULL
            time-without-zone        | CREATE TABLE t (id TEXT PRIMARY KEY, at TIMESTAMP NOT NULL)
            time-without-zone        | ALTER TABLE gateway_keys ADD COLUMN at TIMESTAMP(6) WITHOUT TIME ZONE
            inexact-money            | CREATE TABLE t (id TEXT, cost_usd NUMERIC(12, 4), UNIQUE (id))
            inexact-money            | CREATE TABLE t (price DOUBLE PRECISION)
            undeclared-loss          | DELETE FROM gateway_keys WHERE id = 'x'
            undeclared-loss          | TRUNCATE gateway_keys
            undeclared-loss          | DO $$ BEGIN IF true THEN DELETE FROM traces; END IF; END $$
            cascade-to-ledger        | CREATE TABLE spend_ledger (k TEXT REFERENCES gateway_keys(id) ON DELETE CASCADE)
            cascade-to-ledger        | ALTER TABLE traces ADD CONSTRAINT f FOREIGN KEY (k) REFERENCES t(id) ON DELETE SET NULL NOT VALID
            index-blocks-writes      | CREATE UNIQUE INDEX i ON traces(id)
            constraint-scans         | ALTER TABLE traces ADD CONSTRAINT c CHECK (latency_ms >= 0)
            constraint-builds        | ALTER TABLE traces ADD CONSTRAINT c UNIQUE (id)
            exclusive-lock           | LOCK TABLE traces
            guard-missing            | CREATE TABLE traces (id TEXT)
            guard-missing            | DROP INDEX idx_traces_at
            rewrites-every-row       | UPDATE gateway_keys SET name = ''
            columns-unnamed          | INSERT INTO gateway_keys VALUES ('x')
            rewriting-default        | ALTER TABLE gateway_keys ADD COLUMN n BIGINT GENERATED ALWAYS AS IDENTITY
            rewriting-default        | ALTER TABLE gateway_keys ADD COLUMN n BIGSERIAL
            rewriting-default        | ALTER TABLE traces ADD COLUMN n TEXT GENERATED ALWAYS AS (lower(model)) STORED
            hidden-statement         | DO $$ BEGIN EXECUTE 'DROP TABLE traces'; END $$
            hidden-statement         | DO $$ DECLARE r RECORD; BEGIN FOR r IN EXECUTE format('DELETE FROM %I', 'traces') LOOP NULL; END LOOP; END $$
            hidden-statement         | DO 'BEGIN DELETE FROM traces; END'
            hidden-statement         | DO $$ BEGIN PERFORM purge(); END $$
            hidden-statement         | CALL purge()
            hidden-statement         | CREATE FUNCTION f() RETURNS void LANGUAGE sql AS 'DELETE FROM traces'
            hidden-statement         | CREATE FUNCTION f() RETURNS void AS $$ x $$ LANGUAGE plpython3u
            document-missing         | ALTER TABLE traces ADD COLUMN mood TEXT
            document-missing         | CREATE TABLE monthly_budget (id TEXT)
            document-missing         | CREATE TABLE model_routes (id TEXT)
            """)
    void refusesWhatWouldHurt(String rule, String sql) {
        assertThat(postgres(UP + "SELECT 1;\n" + sql + ";" + DOWN))
                .extracting(LintFinding::rule, LintFinding::line, LintFinding::file)
                .contains(org.assertj.core.groups.Tuple.tuple(rule, 4, "postgres/100_words.sql"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            time-without-zone        | CREATE TABLE t (id TEXT, at DATETIME)
            not-null-without-default | ALTER TABLE traces ADD COLUMN a TEXT NOT NULL
            inexact-money            | ALTER TABLE traces ADD COLUMN budget_usd REAL
            undeclared-loss          | DELETE FROM traces
            rewrites-every-row       | UPDATE traces SET model = ''
            hidden-statement         | PRAGMA writable_schema = on
            """)
    void refusesTheSameOnTheOtherBackend(String rule, String sql) {
        assertThat(sqlite(UP + sql + ";" + DOWN)).extracting(LintFinding::rule).contains(rule);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            ALTER TABLE traces ADD COLUMN a TEXT, ADD COLUMN b TEXT NOT NULL DEFAULT 'x'
            CREATE TABLE t (id TEXT NOT NULL, at TIMESTAMPTZ, timestamp TIMESTAMP WITH TIME ZONE, cost_nano_usd BIGINT)
            ALTER TABLE traces ADD CONSTRAINT c CHECK (latency_ms >= 0) NOT VALID
            CREATE INDEX i ON gateway_keys(name)
            SELECT 'DELETE FROM traces; DROP TABLE traces'
            CREATE TABLE IF NOT EXISTS traces (id TEXT)
            INSERT INTO gateway_keys (id) VALUES ('x')
            UPDATE gateway_keys SET name = '' WHERE name IS NULL
            CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$
            CREATE TRIGGER t BEFORE UPDATE ON gateway_keys FOR EACH ROW EXECUTE FUNCTION f()
            GRANT EXECUTE ON FUNCTION f() TO PUBLIC
            CREATE TABLE t (id TEXT); UPDATE t SET id = ''; CREATE INDEX i ON t(id); ALTER TABLE t ALTER id TYPE INT
            """)
    void letsSafeStatementsThrough(String sql) {
        assertThat(postgres(DOCUMENTED + sql + ";" + DOWN)).isEmpty();
    }

    @Test
    void aDropNeedsADeclarationAFloorAndADecision() {
        assertThat(postgres(DOCUMENTED + "ALTER TABLE gateway_keys DROP COLUMN IF EXISTS token;" + DOWN))
                .extracting(LintFinding::rule)
                .containsExactly("undeclared-loss", "breaks-the-release-before", "decision-missing");
        assertThat(postgres(
                        "-- Why.\n-- destructive: traces, gateway_keys\n-- breaking: 0.2.0\n-- docs: src/docs/migrations.md\n"
                                + "-- adr: src/docs/decisions/0001-one.md\n-- +goose Up\n"
                                + "ALTER TABLE gateway_keys DROP COLUMN IF EXISTS token;" + DOWN))
                .isEmpty();
        assertThat(postgres("-- Why.\n-- destructive: traces\n-- +goose Up\nTRUNCATE TABLE gateway_keys;" + DOWN))
                .as("another table is declared")
                .extracting(LintFinding::rule)
                .containsExactly("undeclared-loss");
        assertThat(postgres(DOCUMENTED + "ALTER TABLE gateway_keys RENAME COLUMN a TO b;" + DOWN))
                .extracting(LintFinding::rule)
                .containsExactly("breaks-the-release-before", "decision-missing");
    }

    @Test
    void documentsThatAHeaderNamesAreThere() throws IOException {
        Path decisions = Files.createDirectories(directory.resolve("src/docs/decisions"));
        Files.writeString(decisions.resolve("0001-one.md"), "why");
        assertThat(documents("adr: src/docs/decisions/0001-one.md", "docs: src/docs/decisions/0001-one.md#why"))
                .isEmpty();
        assertThat(documents("adr: src/docs/decisions/0002-two.md", "docs: README.md"))
                .extracting(finding -> finding.line() + " " + finding.rule() + " " + finding.problem())
                .containsExactly(
                        "2 document-missing there is no src/docs/decisions/0002-two.md",
                        "3 document-missing there is no README.md");
        assertThat(documents("adr: somewhere", "docs: src/docs/decisions/0001-one.md"))
                .extracting(LintFinding::problem)
                .containsExactly("\"somewhere\" is no decision record");
    }

    private List<LintFinding> documents(String decision, String documents) {
        Map<String, String> texts = new HashMap<>(INHERITED);
        String header = "-- Why.\n-- " + decision + "\n-- " + documents + "\n-- +goose Up\nSELECT 1;" + DOWN;
        texts.put("postgres/100_words.sql", header);
        texts.put("sqlite/100_words.sql", UP + "SELECT 1;" + DOWN);
        List<String> listed = texts.keySet().stream()
                .filter(name -> !name.endsWith("000_baseline.sql"))
                .toList();
        return MigrationLint.check(new MigrationSources(texts, listed, List.of(), List.of(), directory));
    }

    @Test
    void whatUndoLosesIsDeclaredToo() {
        String text = UP + "CREATE TABLE t (id TEXT);\n-- +goose Down\nDROP TABLE IF EXISTS t;\n";
        assertThat(postgres(text)).singleElement().satisfies(finding -> {
            assertThat(finding.rule()).isEqualTo("undeclared-loss");
            assertThat(finding.line()).isEqualTo(5);
            assertThat(finding).asString().startsWith("postgres/100_words.sql:5: undeclared-loss: dropping table t");
        });
    }

    @Test
    void saysEverythingAtOnceWithTheEnginesOwnRefusalsAmongIt() {
        Map<String, String> texts = Map.of(
                "postgres/100_words.sql", UP + "BEGIN;" + DOWN,
                "sqlite/100_words.sql", "SELECT 1;",
                "postgres/101_more.sql", UP + "DROP TABLE t CASCADE;" + DOWN);
        assertThat(check(texts, List.of()))
                .extracting(finding -> finding.file() + ":" + finding.line() + " " + finding.rule())
                .contains(
                        "postgres/100_words.sql:3 engine",
                        "sqlite/100_words.sql:1 engine",
                        "postgres/101_more.sql:3 cascade",
                        "postgres/101_more.sql:3 guard-missing");
    }

    @Test
    void aNumberNeedsItsCounterpartOrAReason() {
        assertThat(check(Map.of("postgres/100_words.sql", UP + "SELECT 1;" + DOWN), List.of()))
                .singleElement()
                .satisfies(finding -> {
                    assertThat(finding.file()).isEqualTo("postgres/100_words.sql");
                    assertThat(finding.problem()).contains("has no counterpart in sqlite/");
                });
        assertThat(check(
                        Map.of("postgres/100_words.sql", "-- not-applicable: sqlite none\n" + UP + "SELECT 1;" + DOWN),
                        List.of()))
                .extracting(LintFinding::rule)
                .containsExactly("description-missing");
    }

    @Test
    void anExceptionIsWrittenDownAndMustExcuseSomething() {
        Map<String, String> texts = Map.of(
                "postgres/100_words.sql", UP + "CREATE INDEX i ON traces(id);" + DOWN,
                "sqlite/100_words.sql", UP + "SELECT 1;" + DOWN);
        assertThat(check(texts, List.of("# why", "postgres/100_words.sql index-blocks-writes the table is small")))
                .isEmpty();
        assertThat(check(texts, List.of("postgres/100_words.sql index-blocks-writes")))
                .extracting(LintFinding::rule)
                .containsExactly("idle-exception", "index-blocks-writes");
        assertThat(check(texts, List.of("postgres/100_words.sql cascade no reason")))
                .extracting(LintFinding::rule)
                .contains("idle-exception");
    }

    @Test
    void namesFilesThatAreNoTextAndFilesThatAreNotListed() throws IOException {
        for (String folder : List.of("sqlite", "postgres")) {
            Files.createDirectories(directory.resolve(folder));
            Files.writeString(directory.resolve(folder).resolve("000_baseline.sql"), BASELINE);
        }
        Files.createDirectory(directory.resolve("sqlite/100_folder.sql"));
        Files.write(directory.resolve("sqlite/101_bytes.sql"), new byte[] {(byte) 0xff, (byte) 0xfe, 0});
        Files.writeString(directory.resolve("sqlite/Wrong Name.sql"), UP + "SELECT 1;" + DOWN);
        Files.writeString(directory.resolve("files.txt"), "sqlite/102_gone.sql\n");
        Files.writeString(directory.resolve("lint.txt"), "");

        assertThat(MigrationLint.check(MigrationSources.in(directory)))
                .extracting(finding -> finding.file() + " " + finding.rule() + " " + finding.problem())
                .contains(
                        "files.txt not-listed it lists sqlite/102_gone.sql, and there is no such file",
                        "sqlite/100_folder.sql unreadable this is no file",
                        "sqlite/101_bytes.sql unreadable this is no UTF-8 text",
                        "sqlite/Wrong Name.sql engine the name must be like folder/100_some_words.sql");
    }
}
