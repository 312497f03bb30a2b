package ai.ongoing.gateway.storage.schema;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One {@code CREATE INDEX CONCURRENTLY}: what stands under its name already. A cut-off build leaves an index that the
 * server keeps up and never uses; a whole one may be that of an earlier run, or somebody made it by hand.
 */
record PostgresIndexBuild(String create, String index, String table, String rest) {

    private static final Pattern BUILD = Pattern.compile(
            "(CREATE\\s+(?:UNIQUE\\s+)?INDEX)\\s+CONCURRENTLY\\s+(\\w+)\\s+ON\\s+(\\w+)(.*)",
            Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

    /** Names inside a transaction that is taken back; long enough to meet no table of anybody's. */
    private static final String TRIAL = "ongoingai_trial_of_an_index";

    static Optional<PostgresIndexBuild> of(String sql) {
        Matcher build = BUILD.matcher(sql);
        return build.matches()
                ? Optional.of(new PostgresIndexBuild(build.group(1), lower(build, 2), lower(build, 3), build.group(4)))
                : Optional.empty();
    }

    /** As the catalogue spells a name without quotes. */
    private static String lower(Matcher build, int group) {
        return build.group(group).toLowerCase(Locale.ROOT);
    }

    /** Drops what a cut-off build left under the name, and says it; a whole index stays. */
    Optional<String> clearBroken(Connection connection) throws SQLException {
        List<String> broken = Catalogue.words(connection, """
                SELECT quote_ident(c.relname) FROM pg_index i
                JOIN pg_class c ON c.oid = i.indexrelid
                JOIN pg_namespace n ON n.oid = c.relnamespace
                WHERE NOT i.indisvalid AND c.relname = ? AND n.nspname = current_schema()""", index);
        if (broken.isEmpty()) {
            return Optional.empty();
        }
        try (Statement drop = connection.createStatement()) {
            drop.execute("DROP INDEX CONCURRENTLY " + broken.getFirst());
        }
        return Optional.of("the index " + broken.getFirst());
    }

    /**
     * Whether the index stands, whole and as the statement would build it. The server itself writes both down: only it
     * knows which spellings of an expression are the same, so the statement is tried on an empty table and taken back.
     */
    boolean stands(Connection connection) throws SQLException {
        List<String> standing = definition(connection, index, table);
        if (standing.isEmpty()) {
            return false;
        }
        try (Statement trial = connection.createStatement()) {
            trial.execute("BEGIN");
            trial.execute("CREATE TABLE " + TRIAL + " (LIKE " + table + ")");
            trial.execute(create + " " + TRIAL + "_index ON " + TRIAL + rest);
            boolean same = definition(connection, TRIAL + "_index", TRIAL).equals(standing);
            trial.execute("ROLLBACK");
            return same;
        } catch (SQLException e) {
            takeBack(connection, e);
            throw e;
        }
    }

    private static void takeBack(Connection connection, SQLException why) {
        try (Statement statement = connection.createStatement()) {
            statement.execute("ROLLBACK");
        } catch (SQLException e) {
            why.addSuppressed(e);
        }
    }

    /** Without the two names; empty when there is no such index, or a broken one. */
    private static List<String> definition(Connection connection, String index, String table) throws SQLException {
        return Catalogue.words(connection, """
                SELECT CASE WHEN i.indisunique THEN 'unique' ELSE '' END
                       || regexp_replace(pg_get_indexdef(i.indexrelid), '^.*? USING ', ' USING ')
                FROM pg_index i
                JOIN pg_class c ON c.oid = i.indexrelid
                JOIN pg_class t ON t.oid = i.indrelid
                JOIN pg_namespace n ON n.oid = c.relnamespace
                WHERE i.indisvalid AND c.relname = ? AND t.relname = ? AND n.nspname = current_schema()""", index, table);
    }
}
