package ai.ongoing.gateway.storage.catalogue;

import ai.ongoing.gateway.storage.catalogue.SchemaModel.Column;
import ai.ongoing.gateway.storage.catalogue.SchemaModel.Index;
import ai.ongoing.gateway.storage.catalogue.SchemaModel.Table;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Reads the current schema from PostgreSQL's catalogue; only reads. */
record PostgresCatalogue(CatalogueRows catalogue) {

    private static final String TABLES = """
            SELECT relname FROM pg_class
            WHERE relnamespace = current_schema()::regnamespace AND relkind IN ('r', 'p') ORDER BY relname""";
    private static final String COLUMNS = """
            SELECT a.attname, format_type(a.atttypid, a.atttypmod), a.attnotnull, pg_get_expr(d.adbin, d.adrelid)
            FROM pg_attribute a LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
            WHERE a.attrelid = to_regclass(quote_ident(?)) AND a.attnum > 0 AND NOT a.attisdropped ORDER BY a.attnum""";
    /** PostgreSQL 18 lists a NOT NULL as a constraint as well; the column says it already. */
    private static final String CONSTRAINTS = """
            SELECT contype, pg_get_constraintdef(oid, true) FROM pg_constraint
            WHERE conrelid = to_regclass(quote_ident(?)) AND contype IN ('p', 'u', 'f', 'c')""";

    private static final String INDEXES = """
            SELECT c.relname, i.indisunique, pg_get_expr(i.indpred, i.indrelid),
                   (SELECT string_agg(pg_get_indexdef(i.indexrelid, k, true)
                           || CASE WHEN pg_index_column_has_property(i.indexrelid, k, 'desc') THEN ' DESC' ELSE '' END,
                           ', ' ORDER BY k)
                    FROM generate_series(1, i.indnkeyatts) AS k)
            FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid
            WHERE i.indrelid = to_regclass(quote_ident(?)) AND i.indisvalid
              AND NOT EXISTS (SELECT 1 FROM pg_constraint o WHERE o.conindid = i.indexrelid AND o.contype IN ('p', 'u'))
            ORDER BY c.relname""";

    private static final String TRIGGERS = """
            SELECT tgname FROM pg_trigger
            WHERE tgrelid = to_regclass(quote_ident(?)) AND NOT tgisinternal ORDER BY tgname""";
    private static final String VIEWS = """
            SELECT relname FROM pg_class
            WHERE relnamespace = current_schema()::regnamespace AND relkind IN ('v', 'm') ORDER BY relname""";

    SchemaModel read() throws SQLException {
        List<Table> tables = new ArrayList<>();
        for (List<String> row : catalogue.of(TABLES)) {
            String name = row.getFirst();
            tables.add(
                    new Table(name, columns(name), constraints(name), indexes(name), catalogue.firsts(TRIGGERS, name)));
        }
        return new SchemaModel(tables, catalogue.firsts(VIEWS));
    }

    private List<Column> columns(String table) throws SQLException {
        List<Column> columns = new ArrayList<>();
        for (List<String> row : catalogue.of(COLUMNS, table)) {
            columns.add(new Column(
                    row.getFirst(),
                    shortened(row.get(1)),
                    SchemaModel.family(row.get(1)),
                    row.get(2).equals("f"),
                    SchemaModel.fallback(row.get(3))));
        }
        return columns;
    }

    private static String shortened(String type) {
        return type.equals("timestamp with time zone") ? "TIMESTAMPTZ" : type.toUpperCase(Locale.ROOT);
    }

    private List<String> constraints(String table) throws SQLException {
        List<String> keys = new ArrayList<>();
        for (List<String> row : catalogue.of(CONSTRAINTS, table)) {
            String definition = row.get(1);
            keys.add(
                    switch (row.getFirst()) {
                        case "p" -> definition.replace("PRIMARY KEY", "primary key");
                        case "u" -> definition.replace("UNIQUE", "unique");
                        case "f" -> foreignKey(definition);
                        default -> "check " + SchemaModel.condition(definition.replaceFirst("CHECK ", ""));
                    });
        }
        return keys;
    }

    private static String foreignKey(String definition) {
        String words = definition
                .replace("FOREIGN KEY", "foreign key")
                .replaceFirst("REFERENCES (?:\\w+\\.)?(\\w+)\\(", "to $1 (")
                .replaceFirst(" NOT VALID$", "");
        String update = words.contains(" ON UPDATE ") ? "" : " on update no action";
        String delete = words.contains(" ON DELETE ") ? "" : " on delete no action";
        return words.replaceFirst(" ON UPDATE (CASCADE|RESTRICT|SET NULL|SET DEFAULT)(.*)$", " on update $1$2")
                .replace(" ON DELETE ", " on delete ")
                .replace("CASCADE", "cascade")
                .replace("RESTRICT", "restrict")
                .concat(update)
                .concat(delete);
    }

    private List<Index> indexes(String table) throws SQLException {
        List<Index> indexes = new ArrayList<>();
        for (List<String> row : catalogue.of(INDEXES, table)) {
            indexes.add(new Index(
                    row.getFirst(),
                    row.get(3).replace("\"", ""),
                    row.get(1).equals("t"),
                    SchemaModel.condition(row.get(2))));
        }
        return indexes;
    }
}
