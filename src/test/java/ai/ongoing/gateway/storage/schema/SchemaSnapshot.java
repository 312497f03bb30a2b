package ai.ongoing.gateway.storage.schema;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * A schema as sorted sentences, read from the catalogue: two schemas are equal when their sets are. The position of a
 * column is left out, because a column added later stands last.
 */
final class SchemaSnapshot {

    private SchemaSnapshot() {}

    static SortedSet<String> sqlite(Connection connection) throws SQLException {
        SortedSet<String> facts = new TreeSet<>();
        collect(facts, connection, """
                SELECT 'column ' || m.name || '.' || c.name || ' ' || c.type || ' notnull=' || c."notnull"
                       || ' default=' || coalesce(c.dflt_value, '-') || ' pk=' || c.pk
                FROM sqlite_master m JOIN pragma_table_xinfo(m.name) c
                WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite_%'""");
        collect(facts, connection, """
                SELECT 'index ' || i.name || ' on ' || m.name || ' unique=' || i."unique" || ' origin=' || i.origin
                       || ' (' || group_concat(coalesce(x.name, '?') || CASE x."desc" WHEN 1 THEN ' desc' ELSE '' END)
                       || ') ' || coalesce(substr(s.sql, instr(upper(s.sql), ' WHERE ')), '-')
                FROM sqlite_master m
                JOIN pragma_index_list(m.name) i
                JOIN pragma_index_xinfo(i.name) x ON x.key = 1
                LEFT JOIN sqlite_master s ON s.name = i.name AND i.partial = 1
                WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite_%'
                GROUP BY m.name, i.name""");
        collect(facts, connection, """
                SELECT 'foreign key ' || m.name || '.' || f."from" || ' to ' || f."table" || '.' || f."to"
                       || ' update=' || f.on_update || ' delete=' || f.on_delete
                FROM sqlite_master m JOIN pragma_foreign_key_list(m.name) f WHERE m.type = 'table'""");
        collect(facts, connection, "SELECT type || ' ' || name FROM sqlite_master WHERE type IN ('view', 'trigger')");
        return facts;
    }

    static SortedSet<String> postgres(Connection connection) throws SQLException {
        SortedSet<String> facts = new TreeSet<>();
        collect(facts, connection, """
                SELECT 'column ' || c.relname || '.' || a.attname || ' ' || format_type(a.atttypid, a.atttypmod)
                       || ' notnull=' || a.attnotnull || ' default=' || coalesce(pg_get_expr(d.adbin, d.adrelid), '-')
                FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid
                LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
                WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p')
                  AND a.attnum > 0 AND NOT a.attisdropped""");
        // PostgreSQL 18 lists a NOT NULL as a constraint as well; the column's fact says it already.
        collect(facts, connection, """
                SELECT 'constraint ' || conname || ' on ' || conrelid::regclass || ' ' || pg_get_constraintdef(oid)
                FROM pg_constraint WHERE connamespace = 'public'::regnamespace AND contype <> 'n'""");
        collect(facts, connection, """
                SELECT 'index ' || pg_get_indexdef(i.indexrelid) || ' valid=' || i.indisvalid
                FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid
                WHERE c.relnamespace = 'public'::regnamespace""");
        collect(facts, connection, """
                SELECT 'row security ' || relname || ' enabled=' || relrowsecurity || ' forced=' || relforcerowsecurity
                FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p')""");
        collect(facts, connection, """
                SELECT 'policy ' || polname || ' on ' || polrelid::regclass || ' ' || polcmd::text || ' ' || polpermissive
                       || ' using=' || coalesce(pg_get_expr(polqual, polrelid), '-')
                       || ' check=' || coalesce(pg_get_expr(polwithcheck, polrelid), '-')
                FROM pg_policy""");
        collect(facts, connection, """
                SELECT 'other ' || relkind::text || ' ' || relname FROM pg_class
                WHERE relnamespace = 'public'::regnamespace AND relkind NOT IN ('r', 'p', 'i', 'I', 't')""");
        return facts;
    }

    private static void collect(SortedSet<String> facts, Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            while (rows.next()) {
                facts.add(rows.getString(1));
            }
        }
    }
}
