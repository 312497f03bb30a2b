package ai.ongoing.gateway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import ai.ongoing.gateway.config.StorageDriver;
import ai.ongoing.gateway.storage.schema.GoFixtures;
import ai.ongoing.gateway.testkit.PostgresDatabase;
import ai.ongoing.gateway.testkit.RunsOn;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

@RunsOn(StorageDriver.POSTGRES)
class PostgresMigrateTest extends MigrateContract {

    private final PostgresDatabase database = PostgresDatabase.create();

    @Override
    Map<String, String> environment() {
        return Map.of("ONGOINGAI_STORAGE_DRIVER", "postgres", "ONGOINGAI_STORAGE_DSN", database.dsn());
    }

    /** Every object of the catalogue with the transaction that wrote it last, and every row of the history. */
    @Override
    Object fingerprint() throws SQLException {
        List<String> facts = new ArrayList<>();
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement()) {
            boolean history;
            try (ResultSet row = statement.executeQuery("SELECT to_regclass('public.schema_migrations') IS NOT NULL")) {
                row.next();
                history = row.getBoolean(1);
            }
            String objects = "SELECT relname || ' ' || xmin FROM pg_class WHERE relnamespace = 'public'::regnamespace"
                    + " UNION ALL SELECT polname || ' ' || xmin FROM pg_policy";
            String rows = " UNION ALL SELECT name || ' ' || xmin FROM public.schema_migrations";
            try (ResultSet result = statement.executeQuery(objects + (history ? rows : "") + " ORDER BY 1")) {
                while (result.next()) {
                    facts.add(result.getString(1));
                }
            }
        }
        return facts;
    }

    @Override
    void execute(String sql) throws SQLException {
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    @Override
    void addTrace() throws SQLException {
        execute(
                "BEGIN; SET LOCAL ongoingai.scope = 'operator'; INSERT INTO traces (id, timestamp, provider, model, request_method, request_path, cost_nano_usd)"
                        + " VALUES ('t', '2026-01-01T00:00:00Z', 'openai', 'm', 'POST', '/v1', 7); COMMIT");
    }

    @Override
    void fillAsTheGoProgramDid() throws Exception {
        Path dump = GoFixtures.file("ongoingai-pg15.sql");
        try (Connection connection = database.connect()) {
            GoFixtures.load(dump, connection, database.owner());
        }
    }

    @Override
    void close() {
        database.close();
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
