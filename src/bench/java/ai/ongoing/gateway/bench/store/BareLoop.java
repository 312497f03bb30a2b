package ai.ongoing.gateway.bench.store;

import ai.ongoing.gateway.config.StorageDriver;
import ai.ongoing.gateway.testkit.TestStore;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** One prepared statement, values at hand, a transaction for each batch; the write-ahead log as the gateway has it. */
final class BareLoop implements Yardstick {

    private final Connection source;
    private final TestStore copy = TestStore.open(StorageDriver.SQLITE);
    private final Connection target;
    private final List<Object[]> rows = new ArrayList<>();
    private String insert = "";
    private long last;

    BareLoop(TestStore store) throws SQLException {
        source = store.connect();
        target = copy.connect();
        try (Statement settings = target.createStatement()) {
            settings.execute("PRAGMA synchronous = NORMAL");
            settings.execute("PRAGMA foreign_keys = ON");
        }
    }

    @Override
    public String name() {
        return "bare JDBC loop";
    }

    @Override
    public boolean inProcess() {
        return true;
    }

    @Override
    public void before() throws SQLException {
        last = number("SELECT coalesce(max(rowid), 0) FROM traces");
    }

    @Override
    public void take() throws SQLException {
        rows.clear();
        try (Statement statement = source.createStatement();
                ResultSet row = statement.executeQuery("SELECT * FROM traces WHERE rowid > " + last)) {
            ResultSetMetaData shape = row.getMetaData();
            List<String> names = new ArrayList<>();
            for (int i = 1; i <= shape.getColumnCount(); i++) {
                names.add(shape.getColumnName(i));
            }
            insert = "INSERT INTO traces (" + String.join(", ", names) + ") VALUES ("
                    + String.join(", ", Collections.nCopies(names.size(), "?")) + ")";
            while (row.next()) {
                Object[] values = new Object[names.size()];
                for (int i = 0; i < values.length; i++) {
                    values[i] = row.getObject(i + 1);
                }
                rows.add(values);
            }
        }
    }

    @Override
    public void write() throws SQLException {
        for (int from = 0; from < rows.size(); from += MixedCalls.BATCH) {
            try (Statement transaction = target.createStatement();
                    PreparedStatement statement = target.prepareStatement(insert)) {
                transaction.execute("BEGIN IMMEDIATE");
                for (Object[] values : rows.subList(from, from + MixedCalls.BATCH)) {
                    for (int i = 0; i < values.length; i++) {
                        statement.setObject(i + 1, values[i]);
                    }
                    statement.executeUpdate();
                }
                transaction.execute("COMMIT");
            }
        }
    }

    @Override
    public long bytes() throws SQLException {
        return number("SELECT sum(pgsize) FROM dbstat WHERE name IN"
                + " (SELECT name FROM sqlite_schema WHERE tbl_name = 'traces')");
    }

    private long number(String sql) throws SQLException {
        try (Statement statement = source.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getLong(1);
        }
    }

    @Override
    public void close() throws SQLException {
        target.close();
        source.close();
        copy.close();
    }
}
