package ai.ongoing.gateway.storage.schema;

import ai.ongoing.gateway.migration.Expectation;
import ai.ongoing.gateway.migration.backend.MigrationDialect;
import ai.ongoing.gateway.migration.backend.MigrationLock;
import ai.ongoing.gateway.migration.backend.TableRebuild;
import ai.ongoing.gateway.migration.file.MigrationFile;
import ai.ongoing.gateway.migration.sql.SqlScript;
import ai.ongoing.gateway.migration.sql.StatementEffect;
import ai.ongoing.gateway.migration.sql.StatementEffect.Rows;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
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
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.sqlite.SQLiteException;

/**
 * Migrations on SQLite: one migrator by a lock file beside the database, one writer by {@code BEGIN IMMEDIATE}. The
 * driver stays in auto-commit and the engine sends the transaction's words itself: with auto-commit off the driver
 * takes the write lock for an idle connection too.
 */
final class SqliteMigrationDialect implements MigrationDialect {

    private static final SqlScript.Syntax SYNTAX = new SqlScript.Syntax(false, false, false, true, true, false);
    /** The driver's wrapping of SQLite's own sentence. */
    private static final Pattern WRAPPED = Pattern.compile("\\[SQLITE_\\w+]\\s+[^(]*\\((.*)\\)", Pattern.DOTALL);
    /** Where SQLite names the word it stumbled over. */
    private static final Pattern CULPRIT = Pattern.compile(
            "near \"(.+?)\"|no such \\w+: (?:main\\.)?(.+)|duplicate column name: (.+)|(?:table|index|view) (\\S+)"
                    + " already exists|has no column named (\\S+)");

    private static final long SECONDS_TO_REWRITE = 5;
    private static final long GIB = 1L << 30;

    private final Path file;

    /** @param file the database file; its lock file stands beside it */
    SqliteMigrationDialect(Path file) {
        this.file = file;
    }

    @Override
    public String folder() {
        return "sqlite";
    }

    @Override
    public SqlScript.Syntax syntax() {
        return SYNTAX;
    }

    @Override
    public void prepare(Connection connection, Duration lockWait) throws SQLException {
        long millis = Math.clamp(lockWait.toMillis(), 1_000, Integer.MAX_VALUE);
        try (Statement statement = connection.createStatement()) {
            statement.execute("PRAGMA busy_timeout = " + millis);
        }
    }

    @Override
    public MigrationLock.Source lock(Connection connection) {
        return new MigrationLockFile(Path.of(file.toAbsolutePath() + ".migrate.lock"));
    }

    @Override
    public Set<String> columns(Connection connection, String table) throws SQLException {
        return Set.copyOf(Catalogue.words(connection, "SELECT name FROM pragma_table_info(?)", table));
    }

    @Override
    public List<String> ownTables() {
        return List.of("traces", "organizations", "workspaces", "gateway_keys");
    }

    @Override
    public String createHistory(String ownColumns) {
        return "CREATE TABLE schema_migrations (name TEXT PRIMARY KEY,"
                + " applied_at DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP" + ownColumns + ")";
    }

    @Override
    public String createEvents(String table) {
        return "CREATE TABLE " + table + " (id INTEGER PRIMARY KEY, at DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP,"
                + " event TEXT NOT NULL, name TEXT NOT NULL, actor TEXT NOT NULL, app_version TEXT NOT NULL,"
                + " detail TEXT NOT NULL)";
    }

    @Override
    public Set<String> tables(Connection connection) throws SQLException {
        return Set.copyOf(Catalogue.words(
                connection, "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"));
    }

    @Override
    public Map<String, Set<String>> cascades(Connection connection) throws SQLException {
        return Catalogue.pairs(
                connection,
                "SELECT f.\"table\", m.name FROM sqlite_master m JOIN pragma_foreign_key_list(m.name) f"
                        + " WHERE m.type = 'table' AND f.on_delete = 'CASCADE'");
    }

    @Override
    public List<String> countScope() {
        return List.of();
    }

    @Override
    public TableRebuild tableRebuild(Connection connection) throws SQLException {
        return SqliteTableRebuild.begin(connection);
    }

    @Override
    public SortedSet<String> facts(Connection connection) throws SQLException {
        return SchemaFacts.sqlite(connection, ownTables());
    }

    @Override
    public Map<String, Set<String>> inheritedShape() {
        return SchemaFacts.INHERITED;
    }

    @Override
    public Backup backup(Connection connection, int before) throws SQLException {
        return new SqliteBackup(file, SqliteBackup.LARGEST).make(connection, before);
    }

    @Override
    public String countType() {
        return "INTEGER";
    }

    /** It takes the first one and drops the others; nothing travels anyway. */
    @Override
    public boolean severalAtOnce() {
        return false;
    }

    @Override
    public List<String> begin() {
        return List.of("BEGIN IMMEDIATE");
    }

    @Override
    public List<String> limits(MigrationFile migration) {
        return List.of();
    }

    /** Cannot be asked; a statement that ends the transaction is refused when the file is read. */
    @Override
    public boolean insideTransaction(Connection connection) {
        return true;
    }

    /** Never: the busy timeout has waited already. */
    @Override
    public boolean retryable(SQLException failure) {
        return false;
    }

    @Override
    public Failure failure(SQLException failure, SqlScript.Statement statement) {
        String message = String.valueOf(failure.getMessage());
        Matcher wrapped = WRAPPED.matcher(message);
        String plain = wrapped.matches() ? wrapped.group(1) : message;
        String code = failure instanceof SQLiteException known
                ? "SQLite " + known.getResultCode().code + " ("
                        + known.getResultCode().name() + ")"
                : "SQLite";
        return new Failure(plain, code, offset(plain, statement.text()));
    }

    @Override
    public String inWords(SQLException failure) {
        return SqliteTrouble.ofTheFile(failure).isEmpty()
                ? String.valueOf(failure.getMessage())
                : SqliteTrouble.sentence(file, failure);
    }

    @Override
    public Optional<String> remedy(Connection connection, SQLException failure) {
        return Optional.empty();
    }

    @Override
    public Optional<String> clearRemains(Connection connection, SqlScript.Statement statement) {
        return Optional.empty();
    }

    @Override
    public boolean stands(Connection connection, SqlScript.Statement statement) {
        return false;
    }

    @Override
    public Optional<String> standingInTheWay(Connection connection, SqlScript.Statement statement) {
        return Optional.empty();
    }

    @Override
    public StatementEffect effect(SqlScript.Statement statement) {
        Rows rows = switch (statement.words().isEmpty() ? "" : statement.words().getFirst()) {
            case "INSERT", "REPLACE", "UPDATE", "DELETE" -> Rows.CHANGED;
            case "CREATE" -> statement.words().contains("INDEX") ? Rows.READ : Rows.UNTOUCHED;
            case "ALTER" -> statement.words().contains("DROP") ? Rows.REWRITTEN : Rows.UNTOUCHED;
            default -> Rows.UNTOUCHED;
        };
        return new StatementEffect("the one writer's lock", "reads go on, calls are recorded afterwards", rows);
    }

    @Override
    public OptionalLong aboutHowManyRows(Connection connection, String table) throws SQLException {
        return RowEstimates.sqlite(connection, table);
    }

    /** By the size of the file: what takes time is to read it and to write it anew. */
    @Override
    public Expectation expectation(Connection connection, List<MigrationFile> pending) throws SQLException {
        long perGiB = pending.stream()
                .flatMap(migration -> migration.up().steps().stream())
                .mapToLong(step -> secondsPerGiB(step.sql()))
                .sum();
        try (Statement statement = connection.createStatement();
                ResultSet size = statement.executeQuery(
                        "SELECT page_count * page_size FROM pragma_page_count, pragma_page_size")) {
            size.next();
            return new Expectation(Duration.ofMillis(perGiB * size.getLong(1) * 1_000 / GIB));
        }
    }

    /** As measured on a busy machine of two cores, with rows of 2 to 9 KB; a quiet one needs less than half. */
    private long secondsPerGiB(SqlScript.Statement statement) {
        boolean calls = statement.words().contains("TRACES");
        return switch (effect(statement).rows()) {
            case UNTOUCHED -> 0;
            case READ -> 1;
            case CHANGED -> calls ? (statement.words().getFirst().equals("INSERT") ? 1 : SECONDS_TO_REWRITE) : 0;
            case REWRITTEN -> calls ? SECONDS_TO_REWRITE : 0;
        };
    }

    @Override
    public String toString() {
        return "SQLite at " + file;
    }

    private static OptionalInt offset(String message, String sql) {
        Matcher culprit = CULPRIT.matcher(message);
        if (!culprit.find()) {
            return OptionalInt.empty();
        }
        for (int group = 1; group <= culprit.groupCount(); group++) {
            if (culprit.group(group) != null) {
                Matcher place = Pattern.compile("(?<!\\w)" + Pattern.quote(culprit.group(group)) + "(?!\\w)")
                        .matcher(sql);
                return place.find() ? OptionalInt.of(place.start()) : OptionalInt.empty();
            }
        }
        return OptionalInt.empty();
    }
}
