package ai.ongoing.gateway.migration.backend;

import java.sql.SQLException;
import java.util.List;

/**
 * Gives a table another definition where the backend cannot alter it in place: a new table is made, the rows are copied,
 * the old one is dropped and the new one takes its name, indexes and triggers. Opened before the transaction, because
 * checks of references can only be switched off there; closing switches them on again.
 */
public interface TableRebuild extends AutoCloseable {

    /**
     * Copies the table into its new definition.
     *
     * @param definition the {@code CREATE TABLE} statement with the table's own name
     */
    void rebuild(String table, String definition) throws SQLException;

    /** References that lead nowhere now, in words. */
    List<String> brokenReferences() throws SQLException;

    @Override
    void close() throws SQLException;
}
