package ai.ongoing.gateway.storage.schema;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The gateway's own tables as sorted sentences, read from the catalogue. The position of a column is left out, because a
 * column added later stands last; policies are, because every start compares and mends them; and indexes are that the
 * Go program makes whenever it starts.
 */
final class SchemaFacts {

    static final List<String> TOLERATED = List.of(
            "idx_traces_org_workspace_created_at_id",
            "idx_traces_org_workspace_timestamp",
            "idx_traces_gateway_key_id",
            "idx_traces_org_workspace_gateway_key_timestamp");

    /**
     * What every state of a table had: those of the Go program's first files, and what its start-up code took for granted.
     * The columns that it or we added later are not among them; an id is a text everywhere.
     */
    static final Map<String, Set<String>> INHERITED = Map.of(
            "traces",
            Set.of(
                    "id text",
                    "trace_group_id",
                    "timestamp",
                    "provider",
                    "model",
                    "request_method",
                    "request_path",
                    "request_headers",
                    "request_body",
                    "response_status",
                    "response_headers",
                    "response_body",
                    "input_tokens",
                    "output_tokens",
                    "total_tokens",
                    "latency_ms",
                    "time_to_first_token_ms",
                    "api_key_hash",
                    "estimated_cost_usd",
                    "metadata",
                    "created_at"),
            "organizations",
            Set.of("id text", "name", "created_at"),
            "workspaces",
            Set.of("id text", "name", "created_at"),
            "gateway_keys",
            Set.of("id text", "role", "permissions", "revoked_at", "created_at"));

    private static final String INTERNAL_ERROR = "XX000";
    /** More than there are files: each look in vain takes a drop that came in the middle of it. */
    private static final int LOOKS = 200;

    private SchemaFacts() {}

    static SortedSet<String> sqlite(Connection connection, List<String> tables) throws SQLException {
        String own = "m.type = 'table' AND m.name IN " + list(tables);
        SortedSet<String> facts = new TreeSet<>();
        collect(facts, connection, """
                SELECT 'column ' || m.name || '.' || c.name || ' ' || c.type || ' notnull=' || c."notnull"
                       || ' default=' || coalesce(c.dflt_value, '-') || ' pk=' || c.pk
                FROM sqlite_master m JOIN pragma_table_xinfo(m.name) c WHERE\s""" + own);
        collect(facts, connection, """
                SELECT 'index ' || i.name || ' on ' || m.name || ' unique=' || i."unique" || ' origin=' || i.origin
                       || ' ' || CASE WHEN count(x.name) < count(*) THEN substr(s.sql, instr(s.sql, '('))
                       ELSE '(' || group_concat(x.name || CASE x."desc" WHEN 1 THEN ' desc' ELSE '' END) || ') '
                            || CASE i.partial WHEN 1 THEN substr(s.sql, instr(upper(s.sql), ' WHERE ')) ELSE '-' END END
                FROM sqlite_master m
                JOIN pragma_index_list(m.name) i
                JOIN pragma_index_xinfo(i.name) x ON x.key = 1
                LEFT JOIN sqlite_master s ON s.name = i.name
                WHERE\s""" + own + " AND i.name NOT IN " + list(TOLERATED) + " GROUP BY m.name, i.name");
        collect(facts, connection, """
                SELECT 'foreign key ' || m.name || '.' || f."from" || ' to ' || f."table" || '.' || f."to"
                       || ' update=' || f.on_update || ' delete=' || f.on_delete
                FROM sqlite_master m JOIN pragma_foreign_key_list(m.name) f WHERE\s""" + own);
        collect(
                facts,
                connection,
                "SELECT 'trigger ' || name || ' on ' || tbl_name FROM sqlite_master WHERE type = 'trigger' AND tbl_name IN "
                        + guarded(tables));
        return facts;
    }

    /**
     * Looks again when another process changes the tables meanwhile: a definition is made of the catalogue's newest
     * state, the row that asks for it is of the statement's, and what was dropped in between is an internal error
     * ({@code cache lookup failed}).
     */
    static SortedSet<String> postgres(Connection connection, List<String> tables) throws SQLException {
        for (int look = 1; ; look++) {
            try {
                return postgresAtOnce(connection, tables);
            } catch (SQLException e) {
                // Inside a transaction, which has failed with it, only this process changes the tables.
                if (!INTERNAL_ERROR.equals(e.getSQLState()) || !connection.getAutoCommit() || look == LOOKS) {
                    throw e;
                }
            }
        }
    }

    private static SortedSet<String> postgresAtOnce(Connection connection, List<String> tables) throws SQLException {
        String own = "c.relnamespace = current_schema()::regnamespace AND c.relname IN " + list(tables);
        SortedSet<String> facts = new TreeSet<>();
        collect(facts, connection, """
                SELECT 'column ' || c.relname || '.' || a.attname || ' ' || format_type(a.atttypid, a.atttypmod)
                       || ' notnull=' || a.attnotnull || ' default=' || coalesce(pg_get_expr(d.adbin, d.adrelid), '-')
                FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid
                LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
                WHERE a.attnum > 0 AND NOT a.attisdropped AND\s""" + own);
        // PostgreSQL 18 lists a NOT NULL as a constraint as well; the column's fact says it already.
        collect(facts, connection, """
                SELECT 'constraint ' || k.conname || ' on ' || c.relname || ' ' || pg_get_constraintdef(k.oid)
                FROM pg_constraint k JOIN pg_class c ON c.oid = k.conrelid WHERE k.contype <> 'n' AND\s""" + own);
        collect(facts, connection, """
                SELECT 'index ' || x.relname || ' on ' || c.relname || ' unique=' || i.indisunique || ' valid='
                       || i.indisvalid || ' ' || regexp_replace(pg_get_indexdef(i.indexrelid), '^.* USING ', '')
                FROM pg_index i JOIN pg_class x ON x.oid = i.indexrelid JOIN pg_class c ON c.oid = i.indrelid
                WHERE\s""" + own + " AND x.relname NOT IN " + list(TOLERATED));
        collect(facts, connection, """
                SELECT 'trigger ' || t.tgname || ' on ' || c.relname
                       || CASE t.tgenabled WHEN 'D' THEN ' disabled' ELSE '' END
                FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid
                WHERE NOT t.tgisinternal AND c.relnamespace = current_schema()::regnamespace
                  AND c.relname IN\s""" + guarded(tables));
        return facts;
    }

    /** The log of events belongs to the engine; that nobody can change it is the schema's doing. */
    private static String guarded(List<String> tables) {
        return list(Stream.concat(tables.stream(), Stream.of("schema_migration_events"))
                .toList());
    }

    private static String list(List<String> names) {
        return names.stream().map(name -> "'" + name + "'").collect(Collectors.joining(", ", "(", ")"));
    }

    private static void collect(SortedSet<String> facts, Connection connection, String sql) throws SQLException {
        // Another process may drop an index or a constraint meanwhile; what is gone has no definition.
        Catalogue.words(connection, sql).stream().filter(Objects::nonNull).forEach(fact -> facts.add(fact));
    }
}
