package ai.ongoing.gateway.storage.schema;

import static org.assertj.core.api.Assertions.assertThat;

import ai.ongoing.gateway.migration.sql.SqlScript;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class PostgresStatementLocksTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            CREATE INDEX CONCURRENTLY i ON t (a)                          | SHARE UPDATE EXCLUSIVE | reads every row
            CREATE UNIQUE INDEX i ON t (a)                                | SHARE:                 | reads every row
            CREATE TABLE t (a TEXT)                                       | nothing that exists    | locked
            CREATE TRIGGER g BEFORE UPDATE ON t EXECUTE FUNCTION f()      | SHARE ROW EXCLUSIVE    | no rewrite
            ALTER TABLE t ADD COLUMN a TEXT                               | ACCESS EXCLUSIVE       | a moment; no rewrite
            ALTER TABLE t ALTER COLUMN a TYPE BIGINT                      | ACCESS EXCLUSIVE       | may rewrite every row
            ALTER TABLE t ADD CONSTRAINT c CHECK (a > 0)                  | ACCESS EXCLUSIVE       | reads every row
            ALTER TABLE t ADD CONSTRAINT c CHECK (a > 0) NOT VALID        | ACCESS EXCLUSIVE       | a moment; no rewrite
            ALTER TABLE t VALIDATE CONSTRAINT c                           | SHARE UPDATE EXCLUSIVE | reads every row
            ALTER TABLE t ALTER COLUMN a SET NOT NULL                     | ACCESS EXCLUSIVE       | until it is done; reads every row
            UPDATE t SET a = 1                                            | ROW EXCLUSIVE          | writes each row
            DO $$ BEGIN IF EXISTS (SELECT 1) THEN ALTER TABLE t ADD CONSTRAINT c UNIQUE (a); END IF; DROP TABLE u; END $$ | ACCESS EXCLUSIVE | reads every row
            DO $$ BEGIN UPDATE t SET a = 1; PERFORM 1; END $$             | ROW EXCLUSIVE          | writes each row
            DO $$ BEGIN PERFORM 1; END $$                                 | no lock                | notice
            DROP TABLE t                                                  | ACCESS EXCLUSIVE       | no rewrite
            SELECT 1                                                      | no lock                | notice
            """)
    void namesTheLockAndWhatIsReadOrRewritten(String sql, String lock, String rows) {
        SqlScript.Statement statement =
                SqlScript.split(sql, MigrationFolder.POSTGRES.syntax(), 1).getFirst();
        assertThat(PostgresStatementLocks.of(statement).toString())
                .startsWith(lock)
                .contains(rows);
    }
}
