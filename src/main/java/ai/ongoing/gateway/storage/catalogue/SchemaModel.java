package ai.ongoing.gateway.storage.catalogue;

import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * A schema read from a catalogue. The position of columns is left out of every comparison, because a column added later
 * stands last.
 *
 * @param tables by name
 * @param views their names
 */
public record SchemaModel(List<Table> tables, List<String> views) {

    /**
     * One table.
     *
     * @param columns in their order
     * @param keys primary and unique keys, foreign keys and checks, each a phrase both backends share
     * @param indexes those that serve no constraint
     * @param triggers their names
     */
    public record Table(
            String name, List<Column> columns, List<String> keys, List<Index> indexes, List<String> triggers) {

        public Table {
            columns = List.copyOf(columns);
            keys = keys.stream().sorted().toList();
            indexes = List.copyOf(indexes);
            triggers = List.copyOf(triggers);
        }
    }

    /**
     * One column.
     *
     * @param type as declared
     * @param family what both backends mean by it: text, integer, real, instant, boolean or bytes
     * @param fallback its default in words both share; empty for none
     */
    public record Column(String name, String type, String family, boolean nullable, String fallback) {}

    /**
     * One index.
     *
     * @param columns with {@code DESC} where they descend
     * @param predicate of a partial one, in lower case; empty for a whole one
     */
    public record Index(String name, String columns, boolean unique, String predicate) {

        @Override
        public String toString() {
            return (unique ? "unique " : "") + name + " (" + columns + ")"
                    + (predicate.isEmpty() ? "" : " where " + predicate);
        }
    }

    public SchemaModel {
        tables = List.copyOf(tables);
        views = List.copyOf(views);
    }

    /** Everything that can differ, one phrase each: two schemas mean the same when their sets are equal. */
    public SortedSet<String> facts() {
        SortedSet<String> facts = new TreeSet<>();
        for (Table table : tables) {
            facts.add("table " + table.name());
            for (Column column : table.columns()) {
                String name = "column " + table.name() + "." + column.name();
                facts.add(name + " " + column.family());
                facts.add(name + (column.nullable() ? " nullable" : " not null"));
                facts.add(name + " default " + (column.fallback().isEmpty() ? "none" : column.fallback()));
            }
            table.keys().forEach(key -> facts.add("key " + table.name() + ": " + key));
            table.indexes().forEach(index -> facts.add("index " + table.name() + ": " + index));
            table.triggers().forEach(trigger -> facts.add("trigger " + table.name() + ": " + trigger));
        }
        views.forEach(view -> facts.add("view " + view));
        return facts;
    }

    /** What a declared type means on either backend. */
    static String family(String type) {
        String word =
                type.toLowerCase(java.util.Locale.ROOT).replaceAll("\\(.*", "").strip();
        return switch (word) {
            case "text", "jsonb", "json", "character varying", "varchar", "uuid" -> "text";
            case "integer", "bigint", "smallint", "int" -> "integer";
            case "real", "double precision", "double" -> "real";
            case "datetime", "timestamp with time zone", "timestamptz" -> "instant";
            case "boolean" -> "boolean";
            case "blob", "bytea" -> "bytes";
            default -> type;
        };
    }

    /** A default in words both backends share. */
    static String fallback(String expression) {
        String plain = expression.replaceAll("::[a-z ]+$", "").strip();
        boolean now = plain.equalsIgnoreCase("now()") || plain.equalsIgnoreCase("CURRENT_TIMESTAMP");
        return now ? "now" : plain;
    }

    /** A predicate or check in one form: lower case, single blanks, no parentheses around the whole. */
    static String condition(String expression) {
        String plain = expression.strip().replaceAll("\\s+", " ").toLowerCase(java.util.Locale.ROOT);
        boolean wrapped = plain.startsWith("(") && plain.indexOf(')') == plain.length() - 1;
        return wrapped ? plain.substring(1, plain.length() - 1) : plain;
    }
}
