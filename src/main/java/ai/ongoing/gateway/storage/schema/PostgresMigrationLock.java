package ai.ongoing.gateway.storage.schema;

import ai.ongoing.gateway.migration.MigrationException;
import ai.ongoing.gateway.migration.backend.MigrationLock;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;

/**
 * A session-level advisory lock under the key the Go program uses, so that both generations exclude each other. It
 * lives and dies with the one connection.
 */
record PostgresMigrationLock(Connection connection) implements MigrationLock.Source {

    static final long KEY = 8_067_396_491L;

    /** How the catalogue shows the key: its upper and its lower half. */
    private static final String KEYED = "l.locktype = 'advisory' AND l.objsubid = 1 AND l.classid = "
            + (KEY >>> 32) + " AND l.objid = " + (KEY & 0xFFFF_FFFFL)
            + " AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database())";

    private static final String SHOWN = KEYED + " AND l.granted";

    @Override
    public boolean tryAcquire() throws SQLException {
        if (!truth("SELECT pg_try_advisory_lock(" + KEY + ")")) {
            return false;
        }
        // A second statement must still reach the session that holds the lock; behind some poolers it does not.
        if (!truth("SELECT EXISTS (SELECT 1 FROM pg_locks l WHERE l.pid = pg_backend_pid() AND " + SHOWN + ")")) {
            throw new MigrationException(MigrationException.Reason.LOCKED, DirectConnections.POOLER);
        }
        return true;
    }

    @Override
    public boolean release() throws SQLException {
        return truth("SELECT pg_advisory_unlock(" + KEY + ")");
    }

    @Override
    public String holder() throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("""
                        SELECT a.pid, coalesce(nullif(a.application_name, ''), 'an unnamed program'),
                               coalesce(host(a.client_addr), 'this machine'), coalesce(a.state, 'state hidden'),
                               to_char(a.backend_start AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"')
                        FROM pg_locks l JOIN pg_stat_activity a USING (pid) WHERE\s""" + SHOWN)) {
            if (!rows.next()) {
                return "a session that has just ended";
            }
            int pid = rows.getInt(1);
            return "pid " + pid + " (" + rows.getString(2) + " from " + rows.getString(3) + ", " + rows.getString(4)
                    + ", connected since " + rows.getString(5) + "); if it hangs: SELECT pg_terminate_backend(" + pid
                    + ")";
        }
    }

    /** Who waits for the lock inside a statement, in words; ours never do, the Go program does. */
    static Optional<String> waiting(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT 'pid ' || a.pid || ' ('"
                        + " || coalesce(nullif(a.application_name, ''), 'an unnamed program') || ')'"
                        + " FROM pg_locks l JOIN pg_stat_activity a USING (pid) WHERE NOT l.granted AND " + KEYED
                        + " ORDER BY a.pid LIMIT 1")) {
            return rows.next() ? Optional.of(rows.getString(1)) : Optional.empty();
        }
    }

    private boolean truth(String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            return row.next() && row.getBoolean(1);
        }
    }
}
