package ai.ongoing.gateway.storage;

import com.zaxxer.hikari.SQLExceptionOverride;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * What the pool does when the schema changes under plans that the server keeps for its connections: all of them go as
 * soon as they are free. It looks for itself from time to time, because another process may have changed the schema,
 * and a statement that fails for that reason tells it too. Thread-safe.
 */
final class StalePlans implements SQLExceptionOverride, AutoCloseable {

    /** "cached plan must not change result type". */
    static final String STATE = "0A000";

    /** What a kept plan of a list depends on; needs no right to the table. */
    private static final String COLUMNS = """
            SELECT md5(string_agg(attname || ' ' || atttypid || ' ' || atttypmod, ',' ORDER BY attnum))
            FROM pg_attribute WHERE attrelid = to_regclass('traces') AND attnum > 0""";

    private final Runnable evictAll;
    private @Nullable Thread watcher;

    StalePlans(Runnable evictAll) {
        this.evictAll = evictAll;
    }

    @java.lang.Override
    public Override adjudicate(SQLException failure) {
        if (STATE.equals(failure.getSQLState())) {
            evictAll.run();
        }
        return Override.CONTINUE_EVICT;
    }

    /** Looks again and again until it is closed; called once. */
    void watch(DataSource pool, Duration pause) {
        watcher = Thread.ofVirtual().name("schema-watch").start(() -> {
            try {
                String columns = "";
                while (true) {
                    columns = look(pool, columns);
                    Thread.sleep(pause);
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
    }

    /** What it saw; what was seen before when the server cannot be asked. */
    private String look(DataSource pool, String before) {
        try (Connection connection = pool.getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(COLUMNS)) {
            row.next();
            String now = String.valueOf(row.getString(1));
            if (!before.isEmpty() && !before.equals(now)) {
                evictAll.run();
            }
            return now;
        } catch (SQLException e) {
            // A server that is away ends its connections, and their plans with them; health tells of it.
            return before;
        }
    }

    @java.lang.Override
    public void close() {
        if (watcher != null) {
            watcher.interrupt();
        }
    }
}
