package ai.ongoing.gateway.storage;

import com.zaxxer.hikari.SQLExceptionOverride;
import java.sql.SQLException;

/**
 * What the pool does when the schema has changed under a plan that the server keeps for a connection: that connection
 * goes, and the others, which keep the same plans, go as soon as they are free. Thread-safe.
 */
record StalePlans(Runnable evictAll) implements SQLExceptionOverride {

    /** "cached plan must not change result type". */
    static final String STATE = "0A000";

    @java.lang.Override
    public Override adjudicate(SQLException failure) {
        if (STATE.equals(failure.getSQLState())) {
            evictAll.run();
        }
        return Override.CONTINUE_EVICT;
    }
}
