package ai.ongoing.gateway.storage.schema;

import ai.ongoing.gateway.migration.sql.SqlScript.Statement;
import ai.ongoing.gateway.migration.sql.StatementEffect;
import ai.ongoing.gateway.migration.sql.StatementEffect.Rows;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * What a statement does to whoever uses the tables meanwhile: the lock it takes and whether it reads or rewrites every
 * row. Read from its words alone; after PostgreSQL 18's "Explicit Locking" and the notes on ALTER TABLE.
 */
final class PostgresStatementLocks {

    private static final String ROW_EXCLUSIVE = "ROW EXCLUSIVE";
    private static final String SHARE_UPDATE = "SHARE UPDATE EXCLUSIVE";
    private static final String SHARE = "SHARE";
    private static final String SHARE_ROW = "SHARE ROW EXCLUSIVE";
    private static final String ACCESS_EXCLUSIVE = "ACCESS EXCLUSIVE";
    private static final List<String> WEAKEST_FIRST =
            List.of("", ROW_EXCLUSIVE, SHARE_UPDATE, SHARE, SHARE_ROW, ACCESS_EXCLUSIVE);

    private static final StatementEffect NONE =
            new StatementEffect("", "no lock that calls would notice", Rows.UNTOUCHED);
    private static final StatementEffect FOR_A_MOMENT =
            new StatementEffect(ACCESS_EXCLUSIVE, "reads and writes wait for a moment", Rows.UNTOUCHED);
    /** Statements in the body of a block. */
    private static final Pattern INSIDE = Pattern.compile(
            "\\b(?:ALTER|CREATE|DROP|TRUNCATE|INSERT\\s+INTO|UPDATE|DELETE\\s+FROM)\\s[^;]*", Pattern.CASE_INSENSITIVE);

    private PostgresStatementLocks() {}

    static StatementEffect of(Statement sql) {
        return sql.begins("DO") ? strongestInside(sql.text()) : of(sql.words());
    }

    private static StatementEffect of(List<String> words) {
        if (words.contains("CONCURRENTLY")) {
            return new StatementEffect(SHARE_UPDATE, "reads and writes go on", Rows.READ);
        }
        return switch (words.isEmpty() ? "" : words.getFirst()) {
            case "ALTER" -> altering(words);
            case "CREATE" -> creating(words);
            case "DROP", "TRUNCATE" -> FOR_A_MOMENT;
            case "INSERT", "UPDATE", "DELETE", "MERGE" ->
                new StatementEffect(ROW_EXCLUSIVE, "reads and inserts go on, the same rows wait", Rows.CHANGED);
            default -> NONE;
        };
    }

    private static StatementEffect creating(List<String> words) {
        if (words.contains("INDEX")) {
            return new StatementEffect(SHARE, "writes wait until it is built", Rows.READ);
        }
        if (words.contains("TRIGGER")) {
            return new StatementEffect(SHARE_ROW, "writes wait for a moment", Rows.UNTOUCHED);
        }
        if (words.contains("POLICY")) {
            return FOR_A_MOMENT;
        }
        return new StatementEffect(
                "", "nothing that exists is locked, but tables it refers to for a moment", Rows.UNTOUCHED);
    }

    private static StatementEffect altering(List<String> words) {
        if (words.contains("VALIDATE")) {
            return new StatementEffect(SHARE_UPDATE, "reads and writes go on", Rows.READ);
        }
        if (words.contains("TYPE")) {
            return new StatementEffect(ACCESS_EXCLUSIVE, "reads and writes wait until it is done", Rows.REWRITTEN);
        }
        boolean checked = words.contains("CONSTRAINT") && words.contains("ADD") && !words.contains("VALID");
        boolean notNull = words.contains("SET") && words.contains("NULL");
        return notNull || (checked && !words.contains("USING"))
                ? new StatementEffect(ACCESS_EXCLUSIVE, "reads and writes wait until it is done", Rows.READ)
                : FOR_A_MOMENT;
    }

    /** A block asks before it acts; what it may do at most is the one thing that can be said beforehand. */
    private static StatementEffect strongestInside(String block) {
        return INSIDE.matcher(block)
                .results()
                .map(found -> of(List.of(found.group().toUpperCase(Locale.ROOT).split("\\W+", -1))))
                .max(Comparator.comparingInt((StatementEffect effect) -> WEAKEST_FIRST.indexOf(effect.lock()))
                        .thenComparing(StatementEffect::rows))
                .orElse(NONE);
    }
}
