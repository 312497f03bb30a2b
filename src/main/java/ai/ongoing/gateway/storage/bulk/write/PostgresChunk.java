package ai.ongoing.gateway.storage.bulk.write;

import static java.util.stream.Collectors.joining;

import ai.ongoing.gateway.storage.bulk.RowBatch;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.postgresql.copy.CopyIn;
import org.postgresql.copy.CopyManager;
import org.postgresql.core.BaseConnection;

/**
 * A chunk on its way into a server's table. The quick way is COPY into the table itself. Where rows may be there already,
 * or row security cannot be lifted, COPY fills a temporary table, and one statement moves from there what is missing.
 */
final class PostgresChunk implements ChunkWriter {

    private static final String STAGE = "copy_stage";
    private static final int KEYS_SHOWN = 10;

    private final Connection connection;
    private final PostgresTable table;
    private final ChunkMode mode;
    private final WriteTrouble trouble;
    private final CopyBook book;
    private final boolean staged;
    private @Nullable CopyIn copy;
    private @Nullable BinaryRows rows;
    private boolean open = true;

    PostgresChunk(Connection connection, PostgresTable table, ChunkMode mode, WriteTrouble trouble, CopyBook book) {
        this.connection = connection;
        this.table = table;
        this.mode = mode;
        this.trouble = trouble;
        this.book = book;
        this.staged = mode.compare() || (table.bound() && !table.own());
    }

    void open() throws SQLException {
        try {
            if (staged) {
                send("CREATE TEMPORARY TABLE " + STAGE + " ON COMMIT DROP AS SELECT " + columns("") + " FROM " + name()
                        + " WITH NO DATA");
            } else if (table.bound()) {
                send("ALTER TABLE " + name() + " NO FORCE ROW LEVEL SECURITY");
            }
            CopyIn opened = new CopyManager(connection.unwrap(BaseConnection.class))
                    .copyIn("COPY " + (staged ? STAGE : name()) + " (" + columns("")
                            + ") FROM STDIN WITH (FORMAT binary)");
            copy = opened;
            rows = new BinaryRows(table, opened, mode.careful());
        } catch (SQLException | RuntimeException e) {
            connection.rollback();
            throw e;
        }
    }

    private String name() {
        return Names.quoted(table.shape().name());
    }

    private String columns(String prefix) {
        return table.columnNames().stream()
                .map(column -> prefix + Names.quoted(column))
                .collect(joining(", "));
    }

    @Override
    public void write(RowBatch batch) {
        try {
            opened().send(batch);
        } catch (SQLException e) {
            throw refused(e);
        }
    }

    private BinaryRows opened() {
        BinaryRows opened = rows;
        if (opened == null) {
            throw new IllegalStateException("the chunk is not open");
        }
        return opened;
    }

    @Override
    public long commit(CopyChunk line) {
        try {
            opened().finish();
            CopyIn ending = copy;
            copy = null;
            long sent = ending == null ? 0 : ending.endCopy();
            long added = staged ? move() : sent;
            if (!staged && table.bound()) {
                send("ALTER TABLE " + name() + " FORCE ROW LEVEL SECURITY");
            }
            book.add(line);
            connection.commit();
            open = false;
            return added;
        } catch (SQLException e) {
            throw refused(e);
        }
    }

    /** Adds what is missing, after every row that is there was found equal. */
    private long move() throws SQLException {
        List<String> different = different();
        if (!different.isEmpty()) {
            throw new RowsDiffer(table.shape().name(), different);
        }
        try (Statement statement = connection.createStatement()) {
            return statement.executeLargeUpdate("INSERT INTO " + name() + " (" + columns("") + ") SELECT " + columns("")
                    + " FROM " + STAGE + " ON CONFLICT DO NOTHING");
        }
    }

    private List<String> different() throws SQLException {
        String key = table.shape().key().stream()
                .map(column -> "t." + Names.quoted(column) + " = s." + Names.quoted(column))
                .collect(joining(" AND "));
        String shown = table.shape().key().stream()
                .map(column -> "s." + Names.quoted(column))
                .collect(joining(", ", "concat_ws(', ', ", ")"));
        List<String> different = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT " + shown + " FROM " + STAGE + " s JOIN " + name()
                        + " t ON " + key + " WHERE (" + compared("s") + ") IS DISTINCT FROM (" + compared("t")
                        + ") LIMIT "
                        + KEYS_SHOWN)) {
            while (row.next()) {
                different.add(row.getString(1));
            }
        }
        return different;
    }

    /** A document is compared by its exact text; where nobody kept one, the server's own form is the text. */
    private String compared(String alias) {
        List<String> values = new ArrayList<>();
        List<PostgresTable.Column> columns = table.columns();
        for (int i = 0; i < columns.size(); i++) {
            String value = alias + "." + Names.quoted(columns.get(i).name());
            boolean followed = i + 1 < columns.size() && columns.get(i + 1).exact();
            if (followed) {
                String exact = alias + "." + Names.quoted(columns.get(++i).name());
                values.add("coalesce(" + exact + ", " + value + "::text)");
            } else {
                values.add(value);
            }
        }
        return "ROW(" + String.join(", ", values) + ")";
    }

    private RuntimeException refused(SQLException e) {
        String state = e.getSQLState() == null ? "" : e.getSQLState();
        copy = null; // the server has ended it
        if (state.equals("23505") && !staged) {
            return new ChunkRetry(mode.comparing(), e);
        }
        boolean document = state.startsWith("22") || state.equals("54001") || state.equals("54000");
        if (document && !mode.careful()) {
            return new ChunkRetry(mode.carefully(), e);
        }
        return trouble.of("writing " + table.shape().name(), e);
    }

    private void send(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    @Override
    public void close() {
        if (!open) {
            return;
        }
        open = false;
        trouble.in("ending a chunk of " + table.shape().name(), () -> {
            CopyIn running = copy;
            if (running != null && running.isActive()) {
                running.cancelCopy();
            }
            connection.rollback();
            return true;
        });
    }
}
