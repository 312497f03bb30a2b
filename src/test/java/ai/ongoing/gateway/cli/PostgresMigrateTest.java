package ai.ongoing.gateway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import ai.ongoing.gateway.config.StorageDriver;
import ai.ongoing.gateway.testkit.PostgresDatabase;
import ai.ongoing.gateway.testkit.RunsOn;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

@RunsOn(StorageDriver.POSTGRES)
class PostgresMigrateTest extends MigrateContract {

    private final PostgresDatabase database = PostgresDatabase.create();

    @Override
    TypedServer store() {
        return new TypedServer(database);
    }

    @Test
    void bothBackendsAreComparedAndPrintedFromFreshSchemas() throws Exception {
        Object before = fingerprint();

        assertThat(run("migrate parity")).as(err()).isZero();
        assertThat(out())
                .contains("only on postgres key traces: foreign key ", " -- ")
                .contains("both backends mean the same, ");
        assertThat(run("migrate dump")).as(err()).isZero();
        assertThat(out())
                .isEqualTo(Files.readString(Path.of("src/docs/schema.md")).stripTrailing() + "\n");
        assertThat(fingerprint()).isEqualTo(before);
    }

    @Test
    void aRehearsalNamesWhatItCannotTakeBack() {
        assertThat(run("migrate plan --execute-and-rollback")).as(err()).isEqualTo(3);
        assertThat(out())
                .contains("not tried: postgres/106_index_correlation_id.sql, because it runs outside a transaction\n");
    }

    @Test
    void aTableThatWasNeverAnalysedHasAnUnknownNumberOfRows() {
        assertThat(run("migrate up --to 105")).isZero();
        assertThat(run("migrate plan")).isEqualTo(3);
        assertThat(out()).contains("= traces has an unknown number of rows; ANALYZE counts them\n");
    }

    @Test
    void aRoleThatMayNotMakeASchemaIsToldTheGrant() throws Exception {
        execute("REVOKE CREATE ON DATABASE " + database.name() + " FROM " + database.owner());

        assertThat(run("migrate parity --json")).isEqualTo(2);
        assertThat(err())
                .contains("may not create a schema; GRANT CREATE ON DATABASE \"" + database.name() + "\" TO \""
                        + database.owner() + "\";")
                .hasLineCount(1);
    }
}
