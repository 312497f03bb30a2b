package ai.ongoing.gateway.cli;

import ai.ongoing.gateway.storage.schema.GoFixtures;
import ai.ongoing.gateway.testkit.PostgresDatabase;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** An empty database of the tests' server; closing drops it. */
record TypedServer(PostgresDatabase database) implements TypedStore {

    @Override
    public Map<String, String> environment() {
        return Map.of("ONGOINGAI_STORAGE_DRIVER", "postgres", "ONGOINGAI_STORAGE_DSN", database.dsn());
    }

    /** Every object of the catalogue with the transaction that wrote it last, and every row of the history. */
    @Override
    public Object fingerprint() throws SQLException {
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
    public void execute(String sql) throws SQLException {
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    @Override
    public void addTrace() throws SQLException {
        execute(
                "BEGIN; SET LOCAL ongoingai.scope = 'operator'; INSERT INTO traces (id, timestamp, provider, model, request_method, request_path, cost_nano_usd)"
                        + " VALUES ('t', '2026-01-01T00:00:00Z', 'openai', 'm', 'POST', '/v1', 7); COMMIT");
    }

    @Override
    public void fillAsTheGoProgramDid() throws Exception {
        Path dump = GoFixtures.file("ongoingai-pg15.sql");
        try (Connection connection = database.connect()) {
            GoFixtures.load(dump, connection, database.owner());
        }
    }

    @Override
    public void close() {
        database.close();
    }
}
