package ai.ongoing.gateway.storage.catalogue;

import ai.ongoing.gateway.storage.catalogue.SchemaModel.Column;
import ai.ongoing.gateway.storage.catalogue.SchemaModel.Index;
import ai.ongoing.gateway.storage.catalogue.SchemaModel.Table;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads a schema from SQLite's catalogue; only reads. */
record SqliteCatalogue(CatalogueRows catalogue) {

    private static final Pattern CHECK = Pattern.compile("(?i)\\bCHECK\\s*(\\((?:[^()]|\\([^()]*\\))*\\))");

    private static final String TRIGGERS =
            "SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = ? ORDER BY name";
    private static final String VIEWS = "SELECT name FROM sqlite_master WHERE type = 'view' ORDER BY name";

    SchemaModel read() throws SQLException {
        List<Table> tables = new ArrayList<>();
        for (List<String> row : catalogue.of(
                "SELECT name, sql FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'"
                        + " ORDER BY name")) {
            String name = row.getFirst();
            List<String> keys = new ArrayList<>(foreignKeys(name));
            keys.addAll(constraints(name));
            Matcher check = CHECK.matcher(row.get(1));
            while (check.find()) {
                keys.add("check " + SchemaModel.condition(check.group(1)));
            }
            tables.add(new Table(name, columns(name), keys, indexes(name), catalogue.firsts(TRIGGERS, name)));
        }
        return new SchemaModel(tables, catalogue.firsts(VIEWS));
    }

    private List<Column> columns(String table) throws SQLException {
        List<Column> columns = new ArrayList<>();
        for (List<String> row : catalogue.of(
                "SELECT name, type, \"notnull\" + pk > 0, coalesce(dflt_value, '') FROM pragma_table_xinfo(?)"
                        + " ORDER BY cid",
                table)) {
            columns.add(new Column(
                    row.getFirst(),
                    row.get(1),
                    SchemaModel.family(row.get(1)),
                    row.get(2).equals("0"),
                    SchemaModel.fallback(row.get(3))));
        }
        return columns;
    }

    /** Primary and unique keys; a key without an index of its own, the row id's, stands in the columns only. */
    private List<String> constraints(String table) throws SQLException {
        List<String> keys = new ArrayList<>();
        for (List<String> row : catalogue.of(
                "SELECT CASE origin WHEN 'pk' THEN 'primary key' ELSE 'unique' END, name FROM pragma_index_list(?)"
                        + " WHERE origin IN ('pk', 'u')",
                table)) {
            keys.add(row.getFirst() + " (" + indexed(row.get(1), "") + ")"); // a key has no expressions
        }
        boolean named = keys.stream().anyMatch(key -> key.startsWith("primary"));
        List<List<String>> ofRowId =
                catalogue.of("SELECT group_concat(name, ', ') FROM pragma_table_info(?) WHERE pk > 0", table);
        if (!named && !ofRowId.getFirst().getFirst().isEmpty()) {
            keys.add("primary key (" + ofRowId.getFirst().getFirst() + ")");
        }
        return keys;
    }

    private List<String> foreignKeys(String table) throws SQLException {
        List<String> keys = new ArrayList<>();
        for (List<String> row : catalogue.of(
                "SELECT group_concat(\"from\", ', '), \"table\", group_concat(coalesce(\"to\", ''), ', '),"
                        + " lower(on_update), lower(on_delete) FROM (SELECT * FROM pragma_foreign_key_list(?)"
                        + " ORDER BY id, seq) GROUP BY id",
                table)) {
            keys.add("foreign key (" + row.getFirst() + ") to " + row.get(1) + " (" + row.get(2) + ") on update "
                    + row.get(3) + " on delete " + row.get(4));
        }
        return keys;
    }

    private List<Index> indexes(String table) throws SQLException {
        List<Index> indexes = new ArrayList<>();
        for (List<String> row : catalogue.of(
                "SELECT i.name, i.\"unique\", i.partial, m.sql FROM pragma_index_list(?) i"
                        + " JOIN sqlite_master m ON m.name = i.name WHERE i.origin = 'c' ORDER BY i.name",
                table)) {
            String sql = row.get(3);
            String predicate = row.get(2).equals("0") ? "" : sql.replaceFirst("(?is).*\\sWHERE\\s", "");
            indexes.add(new Index(
                    row.getFirst(),
                    indexed(row.getFirst(), sql),
                    row.get(1).equals("1"),
                    SchemaModel.condition(predicate)));
        }
        return indexes;
    }

    /** The columns; of an index with an expression, which has no name, what its statement says. */
    private String indexed(String index, String sql) throws SQLException {
        List<String> columns = catalogue
                .of(
                        "SELECT group_concat(name || CASE \"desc\" WHEN 1 THEN ' DESC' ELSE '' END, ', '), sum(name IS NULL)"
                                + " FROM (SELECT * FROM pragma_index_xinfo(?) WHERE key = 1 ORDER BY seqno)",
                        index)
                .getFirst();
        String said = sql.replaceFirst("(?is)\\sWHERE\\s.*", "");
        return columns.get(1).equals("0")
                ? columns.getFirst()
                : said.substring(said.indexOf('(') + 1, said.lastIndexOf(')'));
    }
}
