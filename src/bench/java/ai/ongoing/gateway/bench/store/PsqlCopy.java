package ai.ongoing.gateway.bench.store;

import ai.ongoing.gateway.testkit.PostgresDatabase;
import ai.ongoing.gateway.testkit.TestStore;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.postgresql.PGConnection;

/**
 * {@code psql}'s COPY from a text file. Its tables have no row security, which would refuse it; indexes and foreign keys
 * are the same, and it writes a round in one transaction where the gateway has one for each batch.
 */
final class PsqlCopy implements Yardstick {

    private static final String COLUMNS =
            "SELECT string_agg(quote_ident(attname), ',' ORDER BY attnum) FROM pg_attribute"
                    + " WHERE attrelid = 'traces'::regclass AND attnum > 0 AND NOT attisdropped";

    private final TestStore store;
    private final PostgresDatabase target = PostgresDatabase.create();
    private final Path file;
    private final String columns;
    private String last = "";

    PsqlCopy(TestStore store) throws SQLException {
        this.store = store;
        try {
            file = Files.createTempFile("writer-bench", ".copy");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        TestStore.open(target).close();
        columns = text(COLUMNS);
        try (Connection connection = target.connect();
                Statement statement = connection.createStatement()) {
            for (String table : List.of("traces", "organizations", "workspaces")) {
                statement.execute("ALTER TABLE " + table + " NO FORCE ROW LEVEL SECURITY");
            }
            statement.execute("INSERT INTO organizations (id) SELECT 'org-' || n FROM generate_series(0, 199) n");
            statement.execute("INSERT INTO workspaces (org_id, id) SELECT id, 'main' FROM organizations"
                    + " WHERE id LIKE 'org-%'");
        }
    }

    @Override
    public String name() {
        return "psql COPY";
    }

    @Override
    public boolean inProcess() {
        return false;
    }

    @Override
    public void before() throws SQLException {
        last = text("SELECT coalesce(max(id), '') FROM traces");
    }

    @Override
    public void take() throws SQLException {
        try (Connection connection = operator();
                OutputStream out = Files.newOutputStream(file)) {
            connection
                    .unwrap(PGConnection.class)
                    .getCopyAPI()
                    .copyOut(
                            "COPY (SELECT " + columns + " FROM traces WHERE id > '" + last + "' ORDER BY id) TO STDOUT",
                            out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void write() {
        run(target.dsn(), "\\copy traces (" + columns + ") FROM '" + file + "'");
    }

    @Override
    public long bytes() throws SQLException {
        return Long.parseLong(text("SELECT pg_total_relation_size('traces')"));
    }

    private String text(String sql) throws SQLException {
        try (Connection connection = operator();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getString(1);
        }
    }

    private Connection operator() throws SQLException {
        Connection connection = store.connect();
        try (Statement statement = connection.createStatement()) {
            statement.execute("SET ongoingai.scope = 'operator'");
        }
        return connection;
    }

    private static void run(String dsn, String... commands) {
        List<String> psql = new ArrayList<>(List.of("psql", "-q", "-X", "-v", "ON_ERROR_STOP=1", "-d", dsn));
        for (String command : commands) {
            psql.addAll(List.of("-c", command));
        }
        try {
            int exit = new ProcessBuilder(psql).inheritIO().start().waitFor();
            if (exit != 0) {
                throw new IllegalStateException("psql ended with " + exit);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() throws SQLException {
        target.close();
        try {
            Files.delete(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
