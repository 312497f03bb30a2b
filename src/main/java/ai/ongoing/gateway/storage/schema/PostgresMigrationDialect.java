package ai.ongoing.gateway.storage.schema;

import ai.ongoing.gateway.migration.backend.MigrationDialect;
import ai.ongoing.gateway.migration.backend.MigrationLock;
import ai.ongoing.gateway.migration.backend.TableRebuild;
import ai.ongoing.gateway.migration.file.MigrationFile;
import ai.ongoing.gateway.migration.sql.SqlScript;
import ai.ongoing.gateway.migration.sql.StatementEffect;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.postgresql.core.BaseConnection;
import org.postgresql.core.TransactionState;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/**
 * Migrations on PostgreSQL: a polled session lock, one transaction a file, and short waits for locks of live traffic,
 * because every reader queues behind a waiting ALTER TABLE.
 */
final class PostgresMigrationDialect implements MigrationDialect {

    private static final SqlScript.Syntax SYNTAX = new SqlScript.Syntax(true, true, true, false, false, true);
    private static final Duration LOCK_TIMEOUT = Duration.ofSeconds(2);
    private static final Duration STATEMENT_TIMEOUT = Duration.ofMinutes(15);
    /** A lock not given, a deadlock, a row that somebody else changed behind the snapshot. */
    private static final Set<String> TRANSIENT = Set.of("55P03", "40P01", "40001");

    /** For the session, as no file may keep another role. */
    private static final String OWN_ROLE = "set_config('role', current_setting('ongoingai.migration_role'), false)";

    private static final String OWN_PATH = "set_config('search_path', current_setting('ongoingai.migration_path'), ";

    @Override
    public String folder() {
        return "postgres";
    }

    @Override
    public SqlScript.Syntax syntax() {
        return SYNTAX;
    }

    /**
     * Row security is off in the sense of PostgreSQL: a statement that policies would filter fails instead of quietly
     * changing nothing. Role and search path are kept under names of ours, so that they can be put back after every file.
     */
    @Override
    public void prepare(Connection connection, Duration lockWait) throws SQLException {
        // A killed process's index build would otherwise go on, and keep the lock, while it waits for a writer: so the
        // server looks after its client, where it can.
        try (Statement statement = connection.createStatement()) {
            statement.execute("""
                    SELECT set_config('application_name', 'ongoingai-migrate', false),
                           set_config('TimeZone', 'UTC', false),
                           set_config('row_security', 'off', false),
                           set_config('idle_in_transaction_session_timeout', '60s', false),
                           set_config('statement_timeout', '15min', false),
                           set_config('lock_timeout', '2s', false);
                    SELECT set_config('client_connection_check_interval', '2s', false)
                    WHERE version() LIKE '%linux%';
                    SELECT set_config('ongoingai.migration_role', current_setting('role'), false),
                           set_config('ongoingai.migration_path',
                                      quote_ident(coalesce(current_schema(), 'public')) || ', pg_temp', false);
                    SELECT set_config('search_path', current_setting('ongoingai.migration_path'), false)""");
        }
    }

    @Override
    public MigrationLock.Source lock(Connection connection) {
        return new PostgresMigrationLock(connection);
    }

    @Override
    public Set<String> columns(Connection connection, String table) throws SQLException {
        return Set.copyOf(Catalogue.words(connection, """
                SELECT a.attname FROM pg_attribute a
                JOIN pg_class c ON c.oid = a.attrelid
                JOIN pg_namespace n ON n.oid = c.relnamespace
                WHERE n.nspname = current_schema() AND c.relname = ? AND c.relkind IN ('r', 'p')
                  AND a.attnum > 0 AND NOT a.attisdropped""", table));
    }

    @Override
    public List<String> ownTables() {
        return List.of("traces", "organizations", "workspaces", "gateway_keys");
    }

    @Override
    public String createHistory(String ownColumns) {
        return "CREATE TABLE schema_migrations (name TEXT PRIMARY KEY,"
                + " applied_at TIMESTAMPTZ NOT NULL DEFAULT NOW()" + ownColumns + ")";
    }

    @Override
    public String createEvents(String table) {
        return "CREATE TABLE " + table + " (id BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,"
                + " at TIMESTAMPTZ NOT NULL DEFAULT NOW(), event TEXT NOT NULL, name TEXT NOT NULL,"
                + " actor TEXT NOT NULL, app_version TEXT NOT NULL, detail TEXT NOT NULL)";
    }

    @Override
    public Set<String> tables(Connection connection) throws SQLException {
        return Set.copyOf(Catalogue.words(
                connection,
                "SELECT relname FROM pg_class"
                        + " WHERE relnamespace = current_schema()::regnamespace AND relkind IN ('r', 'p')"));
    }

    @Override
    public Map<String, Set<String>> cascades(Connection connection) throws SQLException {
        return Catalogue.pairs(connection, """
                SELECT p.relname, c.relname FROM pg_constraint k
                JOIN pg_class c ON c.oid = k.conrelid JOIN pg_class p ON p.oid = k.confrelid
                WHERE k.contype = 'f' AND k.confdeltype = 'c'
                  AND c.relnamespace = current_schema()::regnamespace""");
    }

    /** The owner sees every tenant's rows only when it asks for all of them; before policies exist this does nothing. */
    @Override
    public List<String> countScope() {
        return List.of("SET LOCAL row_security = on", "SET LOCAL ongoingai.scope = 'operator'");
    }

    @Override
    public TableRebuild tableRebuild(Connection connection) throws SQLException {
        throw new SQLException("tables are altered in place here; a rebuild is refused when the file is read");
    }

    @Override
    public SortedSet<String> facts(Connection connection) throws SQLException {
        return SchemaFacts.postgres(connection, ownTables());
    }

    @Override
    public Map<String, Set<String>> inheritedShape() {
        return SchemaFacts.INHERITED;
    }

    /** A server has backups of its own. */
    @Override
    public Backup backup(Connection connection, int before) {
        return Backup.NONE;
    }

    @Override
    public String countType() {
        return "BIGINT";
    }

    @Override
    public boolean severalAtOnce() {
        return true;
    }

    /** The claim may wait for another transaction's commit: only that wait tells who applied the file. */
    @Override
    public List<String> begin() {
        return begin("BEGIN");
    }

    /** Rows that others write meanwhile stay out of sight; an update of one of them fails, and the file is tried again. */
    @Override
    public List<String> beginOnSnapshot() {
        return begin("BEGIN ISOLATION LEVEL REPEATABLE READ");
    }

    private static List<String> begin(String word) {
        return List.of(word, "SELECT " + OWN_ROLE + ", " + OWN_PATH + "true), set_config('lock_timeout', '0', true)");
    }

    @Override
    public List<String> limits(MigrationFile migration) {
        boolean local = migration.header().transactional();
        Duration lock = migration.header().lockTimeout(LOCK_TIMEOUT);
        Duration statement = migration.header().statementTimeout(local ? STATEMENT_TIMEOUT : Duration.ZERO);
        Map<String, String> limits = new TreeMap<>(Map.of(
                "ongoingai.scope",
                "",
                "row_security",
                "off",
                "lock_timeout",
                String.valueOf(lock.toMillis()),
                "statement_timeout",
                String.valueOf(statement.toMillis())));
        return List.of(limits.entrySet().stream()
                .map(limit -> "set_config('" + limit.getKey() + "', '" + limit.getValue() + "', " + local + ")")
                .collect(Collectors.joining(", ", "SELECT " + OWN_ROLE + ", " + OWN_PATH + local + "), ", "")));
    }

    @Override
    public boolean insideTransaction(Connection connection) throws SQLException {
        return connection.unwrap(BaseConnection.class).getTransactionState() == TransactionState.OPEN;
    }

    @Override
    public boolean retryable(SQLException failure) {
        return failure.getSQLState() != null && TRANSIENT.contains(failure.getSQLState());
    }

    @Override
    public Failure failure(SQLException failure, SqlScript.Statement statement) {
        ServerErrorMessage server = failure instanceof PSQLException known ? known.getServerErrorMessage() : null;
        String code = "SQLSTATE " + failure.getSQLState();
        if (server == null) {
            return new Failure(String.valueOf(failure.getMessage()), code, OptionalInt.empty());
        }
        OptionalInt offset = server.getPosition() > 0 ? OptionalInt.of(server.getPosition() - 1) : OptionalInt.empty();
        return new Failure(String.valueOf(server.getMessage()), code, offset);
    }

    @Override
    public Optional<String> remedy(Connection connection, SQLException failure) {
        return PostgresRights.remedy(connection, failure);
    }

    @Override
    public Optional<String> clearRemains(Connection connection, SqlScript.Statement sql) throws SQLException {
        Optional<PostgresIndexBuild> build = PostgresIndexBuild.of(sql.text());
        return build.isPresent() ? build.get().clearBroken(connection) : Optional.empty();
    }

    @Override
    public boolean stands(Connection connection, SqlScript.Statement sql) throws SQLException {
        Optional<PostgresIndexBuild> build = PostgresIndexBuild.of(sql.text());
        return build.isPresent() && build.get().stands(connection);
    }

    @Override
    public Optional<String> standingInTheWay(Connection connection, SqlScript.Statement sql) throws SQLException {
        return sql.words().contains("CONCURRENTLY") ? PostgresMigrationLock.waiting(connection) : Optional.empty();
    }

    @Override
    public StatementEffect effect(SqlScript.Statement sql) {
        return PostgresStatementLocks.of(sql);
    }

    @Override
    public OptionalLong aboutHowManyRows(Connection connection, String table) throws SQLException {
        return RowEstimates.postgres(connection, table);
    }

    @Override
    public String toString() {
        return "PostgreSQL";
    }
}
