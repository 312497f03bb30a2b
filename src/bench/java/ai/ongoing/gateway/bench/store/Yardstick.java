package ai.ongoing.gateway.bench.store;

import ai.ongoing.gateway.config.StorageDriver;
import ai.ongoing.gateway.testkit.TestStore;
import java.sql.SQLException;

/** The least that writes a round's rows once more, into tables of the same shape in a database of its own. */
interface Yardstick extends AutoCloseable {

    /** The one that fits the backend of a store. */
    static Yardstick beside(TestStore store, StorageDriver driver) throws SQLException {
        return switch (driver) {
            case SQLITE -> new BareLoop(store);
            case POSTGRES -> new PsqlCopy(store);
        };
    }

    /** As printed. */
    String name();

    /** Whether this process does all of its work. */
    boolean inProcess();

    /** Notes where the round's rows begin. */
    void before() throws SQLException;

    /** Takes the round's rows from the store, as they stand there; not measured. */
    void take() throws SQLException;

    /** Writes them. */
    void write() throws SQLException;

    /** What all traces of the store cost, indexes included. */
    long bytes() throws SQLException;

    @Override
    void close() throws SQLException;
}
