package ai.ongoing.gateway.storage.schema;

import ai.ongoing.gateway.migration.sql.SqlScript.Statement;
import java.util.List;

/**
 * What a statement does to whoever uses the tables meanwhile: the lock it takes and whether it reads or rewrites every
 * row. Read from its words alone; after PostgreSQL 18's "Explicit Locking" and the notes on ALTER TABLE.
 */
final class PostgresStatementLocks {

    private PostgresStatementLocks() {}

    /** In words, for a plan. */
    static String of(Statement sql) {
        List<String> words = sql.words();
        if (words.contains("CONCURRENTLY")) {
            return "SHARE UPDATE EXCLUSIVE: reads and writes go on; reads every row";
        }
        return switch (words.isEmpty() ? "" : words.getFirst()) {
            case "ALTER" -> altering(sql);
            case "CREATE" -> creating(sql);
            case "DROP", "TRUNCATE" -> "ACCESS EXCLUSIVE: reads and writes wait for a moment; no rewrite";
            case "INSERT", "UPDATE", "DELETE", "MERGE" ->
                "ROW EXCLUSIVE: reads and inserts go on, the same rows wait; writes each row it changes anew";
            default -> "no lock that calls would notice";
        };
    }

    private static String creating(Statement sql) {
        List<String> words = sql.words();
        if (words.contains("INDEX")) {
            return "SHARE: writes wait until it is built; reads every row";
        }
        if (words.contains("TRIGGER")) {
            return "SHARE ROW EXCLUSIVE: writes wait for a moment; no rewrite";
        }
        if (words.contains("POLICY")) {
            return "ACCESS EXCLUSIVE: reads and writes wait for a moment; no rewrite";
        }
        return "nothing that exists is locked, but tables it refers to for a moment";
    }

    private static String altering(Statement sql) {
        List<String> words = sql.words();
        if (words.contains("VALIDATE")) {
            return "SHARE UPDATE EXCLUSIVE: reads and writes go on; reads every row";
        }
        if (words.contains("TYPE")) {
            return "ACCESS EXCLUSIVE: reads and writes wait; may rewrite every row";
        }
        boolean checked = words.contains("CONSTRAINT") && words.contains("ADD") && !words.contains("VALID");
        if (checked && !words.contains("USING")) {
            return "ACCESS EXCLUSIVE: reads and writes wait; reads every row";
        }
        boolean notNull = words.contains("SET") && words.contains("NULL");
        return "ACCESS EXCLUSIVE: reads and writes wait for " + (notNull ? "as long as it reads every row" : "a moment")
                + "; no rewrite";
    }
}
