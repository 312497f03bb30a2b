package ai.ongoing.gateway.bench;

import ai.ongoing.gateway.config.StorageDriver;
import ai.ongoing.gateway.storage.PostgresTarget;
import ai.ongoing.gateway.storage.StorageSettings;
import ai.ongoing.gateway.testkit.Samples;
import ai.ongoing.gateway.testkit.TestStore;
import ai.ongoing.gateway.trace.Trace;
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

/**
 * The gateway's way into PostgreSQL, one statement with an array for each column, beside the driver's batches of the same
 * rows; turn by turn in one run, under row-level security, into the table with its indexes. COPY is refused there.
 */
final class BatchWays {

    private static final int ROWS = 500;
    private static final int ROUNDS = 30;
    private static final int WARM_UP = 6;

    private final TestStore store;
    private final List<String> columns = new ArrayList<>();
    private final List<Object[]> rows = new ArrayList<>();

    private BatchWays(TestStore store) {
        this.store = store;
    }

    public static void main(String[] args) throws SQLException {
        try (TestStore store = TestStore.open(StorageDriver.POSTGRES)) {
            new BatchWays(store).run();
        }
        System.exit(0);
    }

    private void run() throws SQLException {
        store.sink().save(traces());
        remember();
        List<Long> arrays = new ArrayList<>();
        List<Long> batches = new ArrayList<>();
        try (Connection connection = connectRewriting()) {
            connection.setAutoCommit(false);
            for (int round = 0; round < ROUNDS; round++) {
                List<Trace> traces = traces();
                arrays.add(nanos(() -> store.sink().save(traces)));
                batches.add(nanos(() -> insert(connection)));
            }
        }
        double unnest = rate(arrays);
        double batch = rate(batches);
        System.out.printf(
                Locale.ROOT,
                "arrays %,.0f rows/s, driver's batches %,.0f rows/s, ratio %.2f%n",
                unnest,
                batch,
                unnest / batch);
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
    private void remember() throws SQLException {
        try (Connection connection = store.connect();
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.execute("SET LOCAL ongoingai.scope = 'operator'");
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

    /** A way to store a batch. */
    private interface Way {
        void store() throws SQLException;
    }

    private static long nanos(Way way) throws SQLException {
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
