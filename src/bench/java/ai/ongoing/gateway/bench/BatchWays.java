package ai.ongoing.gateway.bench;

import ai.ongoing.gateway.config.StorageDriver;
import ai.ongoing.gateway.storage.PostgresTarget;
import ai.ongoing.gateway.storage.StorageSettings;
import ai.ongoing.gateway.testkit.Samples;
import ai.ongoing.gateway.testkit.TestStore;
import ai.ongoing.gateway.trace.Trace;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Properties;
import java.util.stream.Stream;
import org.postgresql.PGConnection;

/**
 * The gateway's way into PostgreSQL, one statement with an array for each column, beside the driver's batches of the same
 * rows and beside COPY into a temporary table and on from there; turn by turn in one run, under row-level security, into the
 * table with its indexes. COPY straight into it is refused there. The copied lines are at hand, so that their making costs
 * nothing; the arrays are made each time.
 */
final class BatchWays {

    private static final int ROWS = 500;
    private static final int ROUNDS = 30;
    private static final int WARM_UP = 6;

    private final TestStore store;
    private final List<String> columns = new ArrayList<>();
    private final List<Object[]> rows = new ArrayList<>();
    private final List<String> copied = new ArrayList<>();

    private BatchWays(TestStore store) {
        this.store = store;
    }

    public static void main(String[] args) throws SQLException, IOException {
        QuietMachine.demand();
        try (TestStore store = TestStore.open(StorageDriver.POSTGRES)) {
            new BatchWays(store).run();
        }
        System.exit(0);
    }

    private void run() throws SQLException, IOException {
        store.sink().save(traces());
        remember();
        List<Long> arrays = new ArrayList<>();
        List<Long> batches = new ArrayList<>();
        List<Long> staged = new ArrayList<>();
        try (Connection connection = connectRewriting()) {
            try (Statement statement = connection.createStatement()) {
                statement.execute("CREATE TEMPORARY TABLE staged (LIKE traces) ON COMMIT DELETE ROWS");
            }
            connection.setAutoCommit(false);
            for (int round = 0; round < ROUNDS; round++) {
                List<Trace> traces = traces();
                arrays.add(nanos(() -> store.sink().save(traces)));
                batches.add(nanos(() -> insert(connection)));
                byte[] lines = lines();
                staged.add(nanos(() -> stage(connection, lines)));
            }
        }
        double unnest = rate(arrays);
        double batch = rate(batches);
        double stage = rate(staged);
        System.out.printf(
                Locale.ROOT,
                "arrays %,.0f rows/s, driver's batches %,.0f rows/s, ratio %.2f, by a staging table %,.0f rows/s, ratio %.2f%n",
                unnest,
                batch,
                unnest / batch,
                stage,
                unnest / stage);
    }

    /** A connection whose batches the driver turns into statements with many rows each. */
    private Connection connectRewriting() throws SQLException {
        PostgresTarget target = ((StorageSettings.Postgres) store.settings()).target();
        Properties properties = new Properties();
        properties.putAll(target.properties());
        properties.setProperty("reWriteBatchedInserts", "true");
        return DriverManager.getConnection(target.jdbcUrl(), properties);
    }

    private static List<Trace> traces() {
        return Stream.generate(Samples::trace).limit(ROWS).toList();
    }

    /** The stored rows as the driver hands them out, to be stored again under other ids. */
    private void remember() throws SQLException, IOException {
        try (Connection connection = store.connect();
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.execute("SET LOCAL ongoingai.scope = 'operator'");
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            connection.unwrap(PGConnection.class).getCopyAPI().copyOut("COPY (SELECT * FROM traces) TO STDOUT", out);
            copied.addAll(out.toString(StandardCharsets.UTF_8).lines().toList());
            try (ResultSet row = statement.executeQuery("SELECT * FROM traces")) {
                for (int i = 1; i <= row.getMetaData().getColumnCount(); i++) {
                    columns.add(row.getMetaData().getColumnName(i));
                }
                while (row.next()) {
                    Object[] values = new Object[columns.size()];
                    for (int i = 0; i < values.length; i++) {
                        values[i] = row.getObject(i + 1);
                    }
                    rows.add(values);
                }
            }
        }
    }

    private void insert(Connection connection) throws SQLException {
        String marks = String.join(", ", Collections.nCopies(columns.size(), "?"));
        try (Statement scope = connection.createStatement();
                PreparedStatement insert = connection.prepareStatement("INSERT INTO traces ("
                        + String.join(", ", columns) + ") VALUES (" + marks + ") ON CONFLICT DO NOTHING")) {
            scope.execute("SET LOCAL ongoingai.scope = 'writer'");
            int id = columns.indexOf("id");
            for (Object[] values : rows) {
                for (int i = 0; i < values.length; i++) {
                    insert.setObject(i + 1, i == id ? Samples.newId() : values[i]);
                }
                insert.addBatch();
            }
            insert.executeBatch();
            connection.commit();
        }
    }

    /** The rows as COPY takes them, under other ids: the id is the first column. */
    private byte[] lines() {
        StringBuilder lines = new StringBuilder();
        for (String line : copied) {
            lines.append(Samples.newId())
                    .append(line, line.indexOf('\t'), line.length())
                    .append('\n');
        }
        return lines.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static void stage(Connection connection, byte[] lines) throws SQLException, IOException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("SET LOCAL ongoingai.scope = 'writer'");
            connection
                    .unwrap(PGConnection.class)
                    .getCopyAPI()
                    .copyIn("COPY staged FROM STDIN", new ByteArrayInputStream(lines));
            statement.execute("INSERT INTO traces SELECT * FROM staged ON CONFLICT DO NOTHING");
            connection.commit();
        }
    }

    /** A way to store a batch. */
    private interface Way {
        void store() throws SQLException, IOException;
    }

    private static long nanos(Way way) throws SQLException, IOException {
        long begun = System.nanoTime();
        way.store();
        return System.nanoTime() - begun;
    }

    /** Of the median round. */
    private static double rate(List<Long> nanos) {
        long[] measured =
                nanos.stream().skip(WARM_UP).mapToLong(Long::longValue).sorted().toArray();
        return ROWS
                * 1e9
                / Arrays.stream(measured).skip(measured.length / 2).findFirst().orElse(1);
    }
}
