package ai.ongoing.gateway.migration.backend;

import ai.ongoing.gateway.migration.Expectation;
import ai.ongoing.gateway.migration.file.MigrationFile;
import ai.ongoing.gateway.migration.sql.SqlScript;
import ai.ongoing.gateway.migration.sql.SqlScript.Statement;
import ai.ongoing.gateway.migration.sql.StatementEffect;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.SortedSet;

/** What differs between backends: SQL text, what the catalogue says, and what a failure means. Stateless. */
public interface MigrationDialect {

    /** The folder of the files and the prefix of their stored names. */
    String folder();

    /** How the backend's lexer reads. */
    SqlScript.Syntax syntax();

    /** Sets a fresh connection up: fixed search path, time zone, limits. Changes nothing in the database. */
    void prepare(Connection connection, Duration lockWait) throws SQLException;

    /** The lock between migrators, taken and given back on this connection. */
    MigrationLock.Source lock(Connection connection);

    /** Names of a table's columns; empty when there is no such table. */
    Set<String> columns(Connection connection, String table) throws SQLException;

    /** Tables whose presence says that the database is not empty. */
    List<String> ownTables();

    /**
     * Creates the history with the definition it was inherited with.
     *
     * @param ownColumns what follows it, each with its comma; may be empty
     */
    String createHistory(String ownColumns);

    /** Creates the event log. */
    String createEvents(String table);

    /** All tables of the schema. */
    Set<String> tables(Connection connection) throws SQLException;

    /** For each table those whose rows go with its rows. */
    Map<String, Set<String>> cascades(Connection connection) throws SQLException;

    /** Sent before rows are counted, so that every row is seen; inside the file's transaction. */
    List<String> countScope();

    /** Opens a rebuild of tables; outside any transaction. */
    TableRebuild tableRebuild(Connection connection) throws SQLException;

    /** The own tables as sorted sentences; equal schemas have equal ones, whatever order their columns have. */
    SortedSet<String> facts(Connection connection) throws SQLException;

    /** Columns that every state of an inherited table ever had, by table; anything else is another tool's table. */
    Map<String, Set<String>> inheritedShape();

    /**
     * Copies a database that is one file, and checks the copy.
     *
     * @param before number of the file that is applied next
     * @return where the copy is; empty on a backend that has means of its own
     */
    Backup backup(Connection connection, int before) throws SQLException;

    /**
     * A copy made before files are applied.
     *
     * @param path where it is; empty when none was made
     * @param warning why none was made, when one should have been; empty otherwise
     */
    record Backup(String path, String warning) {

        /** No copy, and none was due. */
        public static final Backup NONE = new Backup("", "");
    }

    /** Type of a history column that holds a count. */
    String countType();

    /** Whether the driver takes several statements, with their values, in one round trip. */
    boolean severalAtOnce();

    /** Opens a transaction that will write. */
    List<String> begin();

    /** As {@link #begin}, for a transaction whose every statement sees the rows of its beginning and its own. */
    default List<String> beginOnSnapshot() {
        return begin();
    }

    /** Sent after the claim: session state no earlier file may have changed, and the file's own limits. */
    List<String> limits(MigrationFile file);

    /** Whether the connection still is inside the transaction the engine opened. */
    boolean insideTransaction(Connection connection) throws SQLException;

    /** Whether the same file may succeed when tried again, because it only met a lock of live traffic. */
    boolean retryable(SQLException failure);

    /** Reads a failure. */
    Failure failure(SQLException failure, Statement statement);

    /** A failure outside any file, in an operator's words, no full stop: the cause and, if there is one, the way out. */
    default String inWords(SQLException failure) {
        return String.valueOf(failure.getMessage()).replaceFirst("\\.$", "");
    }

    /** The statement an administrator must run when the failure is a missing right. */
    Optional<String> remedy(Connection connection, SQLException failure);

    /** What a statement does to whoever uses the tables meanwhile; read from its words alone. */
    StatementEffect effect(Statement statement);

    /** Roughly, and at once however large the table is; empty when nobody knows, or when there is no such table. */
    OptionalLong aboutHowManyRows(Connection connection, String table) throws SQLException;

    /** How long these files may keep the database to themselves; known at once however large it is. */
    default Expectation expectation(Connection connection, List<MigrationFile> pending) throws SQLException {
        return new Expectation(Duration.ZERO);
    }

    /**
     * Who waits for the migration lock in a way that a statement outside a transaction would wait for in turn: neither
     * would ever go on.
     */
    Optional<String> standingInTheWay(Connection connection, Statement statement) throws SQLException;

    /**
     * Removes what a cut-off run of a statement outside a transaction left half done. What is whole stays, whoever made it.
     *
     * @return what was removed, in words; empty when there was nothing
     */
    Optional<String> clearRemains(Connection connection, Statement statement) throws SQLException;

    /**
     * Whether what a statement outside a transaction makes is there already, whole and as it would make it: an earlier run
     * ended between the statement and its history row, or an operator was first.
     */
    boolean stands(Connection connection, Statement statement) throws SQLException;

    /**
     * A failure in words.
     *
     * @param message what the backend says, without its own prefix and position
     * @param code its code, like {@code SQLSTATE 42703}
     * @param offset where in the statement, zero-based; empty when the backend does not say
     */
    record Failure(String message, String code, OptionalInt offset) {}
}
