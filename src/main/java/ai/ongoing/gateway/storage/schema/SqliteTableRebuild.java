package ai.ongoing.gateway.storage.schema;

import ai.ongoing.gateway.migration.backend.TableRebuild;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The order that SQLite's documentation gives for changes ALTER TABLE cannot make. References are not enforced
 * meanwhile, because dropping the old table would take the rows that refer to it along; inside a transaction that
 * switch has no effect, so it is thrown before. The new table is renamed, never the old one: renaming that would turn
 * the references of other tables with it.
 */
final class SqliteTableRebuild implements TableRebuild {

    private static final String SUFFIX = "__rebuilt";

    private final Connection connection;
    private final boolean enforced;

    private SqliteTableRebuild(Connection connection, boolean enforced) {
        this.connection = connection;
        this.enforced = enforced;
    }

    static SqliteTableRebuild begin(Connection connection) throws SQLException {
        boolean enforced = Catalogue.words(connection, "PRAGMA foreign_keys").equals(List.of("1"));
        SqliteTableRebuild rebuild = new SqliteTableRebuild(connection, enforced);
        rebuild.execute("PRAGMA foreign_keys = OFF");
        rebuild.execute("PRAGMA legacy_alter_table = ON");
        return rebuild;
    }

    @Override
    public void rebuild(String table, String definition) throws SQLException {
        String fresh = table + SUFFIX;
        Matcher head = Pattern.compile(
                        "^(create\\s+table\\s+(?:if\\s+not\\s+exists\\s+)?)\"?" + Pattern.quote(table) + "\\b\"?",
                        Pattern.CASE_INSENSITIVE)
                .matcher(definition);
        List<String> kept = belongings(table);
        execute(head.replaceFirst("$1\"" + Matcher.quoteReplacement(fresh) + "\""));
        List<String> columns = Catalogue.words(connection, "SELECT name FROM pragma_table_info(?)", fresh);
        columns.retainAll(Catalogue.words(connection, "SELECT name FROM pragma_table_info(?)", table));
        if (columns.isEmpty()) {
            throw new SQLException("the new definition of " + table + " shares no column with the old one");
        }
        String names = columns.stream().map(SqliteTableRebuild::quoted).collect(Collectors.joining(", "));
        execute("INSERT INTO " + quoted(fresh) + " (" + names + ") SELECT " + names + " FROM " + quoted(table));
        execute("DROP TABLE " + quoted(table));
        execute("ALTER TABLE " + quoted(fresh) + " RENAME TO " + quoted(table));
        for (String statement : kept) {
            execute(statement);
        }
    }

    @Override
    public List<String> brokenReferences() throws SQLException {
        return Catalogue.words(
                connection,
                "SELECT \"table\" || coalesce(' row ' || rowid, '') || ' to ' || parent FROM pragma_foreign_key_check"
                        + " LIMIT 5");
    }

    @Override
    public void close() throws SQLException {
        execute("PRAGMA legacy_alter_table = OFF");
        execute("PRAGMA foreign_keys = " + (enforced ? "ON" : "OFF"));
    }

    /** Indexes and triggers that SQL made; those of constraints come back with the definition. */
    private List<String> belongings(String table) throws SQLException {
        return Catalogue.words(
                connection,
                "SELECT sql FROM sqlite_master"
                        + " WHERE tbl_name = ? AND type IN ('index', 'trigger') AND sql IS NOT NULL ORDER BY type, name",
                table);
    }

    private void execute(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static String quoted(String name) {
        return '"' + name.replace("\"", "\"\"") + '"';
    }
}
