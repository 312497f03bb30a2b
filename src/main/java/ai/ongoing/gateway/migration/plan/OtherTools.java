package ai.ongoing.gateway.migration.plan;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** The histories that other tools keep, by which a database that is theirs gives itself away. */
public final class OtherTools {

    private static final Map<String, String> BY_TABLE = new TreeMap<>(Map.of(
            "goose_db_version", "goose",
            "flyway_schema_history", "Flyway",
            "refinery_schema_history", "refinery",
            "seaql_migrations", "SeaORM",
            "databasechangelog", "Liquibase",
            "_prisma_migrations", "Prisma",
            "_sqlx_migrations", "sqlx",
            "alembic_version", "Alembic",
            "knex_migrations", "Knex",
            "django_migrations", "Django"));

    /** What helps against tables of strangers. */
    public static final String WAY_OUT =
            "Nothing was changed. Give the gateway a database or a schema of its own (storage.path,"
                    + " storage.dsn), or rename that table; then run \"ongoingai migrate up\".";

    private OtherTools() {}

    /** The tool whose history is among these tables, in a sentence; empty when there is none. */
    public static String sentence(Set<String> tables) {
        for (Map.Entry<String, String> history : BY_TABLE.entrySet()) {
            if (tables.contains(history.getKey())) {
                return "The table " + history.getKey() + " says that " + history.getValue() + " keeps this database.";
            }
        }
        return "";
    }

    /** What to say of a table {@code schema_migrations} that is neither ours nor the Go program's. */
    public static String refusal(Set<String> columns) {
        String tool = columns.contains("dirty")
                ? " (by its shape golang-migrate)"
                : columns.contains("inserted_at")
                        ? " (by its shape Ecto)"
                        : columns.equals(Set.of("version")) ? " (by its shape Rails or dbmate)" : "";
        return "the table schema_migrations belongs to another tool" + tool + ": its columns are "
                + String.join(", ", new TreeSet<>(columns)) + ", expected name and applied_at. " + WAY_OUT;
    }
}
