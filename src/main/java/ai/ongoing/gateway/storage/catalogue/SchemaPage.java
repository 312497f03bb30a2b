package ai.ongoing.gateway.storage.catalogue;

import ai.ongoing.gateway.storage.authoring.Catalogue;
import ai.ongoing.gateway.storage.catalogue.SchemaModel.Column;
import ai.ongoing.gateway.storage.catalogue.SchemaModel.Table;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The page {@code src/docs/schema.md}: tables, relations and the catalogue of files, from freshly migrated databases. */
public record SchemaPage(SchemaModel sqlite, SchemaModel postgres, List<Catalogue.Entry> catalogue) {

    /** Where the page stands in a source checkout. */
    public static final Path PLACE = Path.of("src", "docs", "schema.md");

    private static final String HEAD = """
            # Schema

            What every migration together makes, read from freshly migrated databases. `ongoingai migrate dump` prints this page;
            never edit it by hand, a test holds it to the files. [Migrations](migrations.md) says how the files work.

            """;

    /** The whole page. */
    public String text() {
        StringBuilder page = new StringBuilder(8_000).append(HEAD);
        page.append("## Tables\n\n");
        Map<String, Table> onSqlite = byName(sqlite);
        Map<String, Table> onPostgres = byName(postgres);
        Map<String, Table> all = new TreeMap<>(onSqlite);
        all.putAll(onPostgres);
        all.keySet().forEach(name -> table(page, name, onSqlite.get(name), onPostgres.get(name)));
        page.append(catalogueText());
        return page.toString();
    }

    /** Number, name and one line of every file. */
    public String catalogueText() {
        StringBuilder text =
                new StringBuilder("## Migrations\n\n| number | name | backends | what for |\n|---|---|---|---|\n");
        for (Catalogue.Entry entry : catalogue) {
            text.append("| ")
                    .append(entry.number())
                    .append(" | ")
                    .append(entry.words())
                    .append(" | ")
                    .append(String.join(", ", entry.folders()))
                    .append(" | ")
                    .append(entry.line().replace("|", "\\|"))
                    .append(" |\n");
        }
        return text.toString();
    }

    private static void table(StringBuilder page, String name, @Nullable Table sqlite, @Nullable Table postgres) {
        page.append("### ").append(name).append('\n');
        if (sqlite == null || postgres == null) {
            page.append("\nOnly on ")
                    .append(sqlite == null ? "PostgreSQL" : "SQLite")
                    .append(".\n");
        }
        page.append("\n| column | PostgreSQL | SQLite | null | default |\n|---|---|---|---|---|\n");
        Map<String, Column> left = columns(postgres);
        Map<String, Column> right = columns(sqlite);
        Map<String, Column> all = new LinkedHashMap<>(left);
        right.forEach(all::putIfAbsent);
        all.forEach((column, any) -> page.append("| ")
                .append(column)
                .append(" | ")
                .append(type(left.get(column)))
                .append(" | ")
                .append(type(right.get(column)))
                .append(" | ")
                .append(any.nullable() ? "yes" : "no")
                .append(" | ")
                .append(any.fallback().isEmpty() ? "" : "`" + any.fallback() + "`")
                .append(" |\n"));
        list(page, "Keys", postgres == null ? List.of() : postgres.keys(), sqlite == null ? List.of() : sqlite.keys());
        list(page, "Indexes", indexes(postgres), indexes(sqlite));
        page.append('\n');
    }

    private static void list(StringBuilder page, String title, List<String> postgres, List<String> sqlite) {
        List<String> all = Stream.concat(postgres.stream(), sqlite.stream())
                .distinct()
                .sorted()
                .map(one -> "- " + one + where(one, postgres, sqlite) + "\n")
                .toList();
        if (!all.isEmpty()) {
            page.append('\n').append(title).append(":\n\n").append(String.join("", all));
        }
    }

    private static String where(String one, List<String> postgres, List<String> sqlite) {
        if (postgres.contains(one) && sqlite.contains(one)) {
            return "";
        }
        return postgres.contains(one) ? " (PostgreSQL)" : " (SQLite)";
    }

    private static String type(@Nullable Column column) {
        return column == null ? "-" : column.type();
    }

    private static List<String> indexes(@Nullable Table table) {
        return table == null
                ? List.of()
                : table.indexes().stream().map(Object::toString).toList();
    }

    private static Map<String, Column> columns(@Nullable Table table) {
        Map<String, Column> columns = new LinkedHashMap<>();
        if (table != null) {
            table.columns().forEach(column -> columns.put(column.name(), column));
        }
        return columns;
    }

    private static Map<String, Table> byName(SchemaModel model) {
        return model.tables().stream().collect(Collectors.toMap(Table::name, table -> table));
    }
}
