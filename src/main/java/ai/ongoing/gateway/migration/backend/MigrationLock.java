package ai.ongoing.gateway.migration.backend;

import ai.ongoing.gateway.migration.MigrationException;
import ai.ongoing.gateway.migration.MigrationException.Reason;
import ai.ongoing.gateway.migration.MigrationSettings;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/**
 * One migrator at a time. Polls a lock that never waits inside a statement: a waiting statement holds a snapshot, and a
 * concurrent index build of the holder would wait for that snapshot for ever. The lock dies with its connection or its
 * process, so nothing is ever left to unlock by hand. Not thread-safe.
 */
public final class MigrationLock implements AutoCloseable {

    private static final long FIRST_PAUSE_MILLIS = 100;
    private static final long LAST_PAUSE_MILLIS = 1_000;

    /** The backend's lock. */
    public interface Source {

        /** Takes the lock when it is free; answers at once. */
        boolean tryAcquire() throws SQLException;

        /** Gives it back; false means that it was not held, which is an error of ours or a pooler in between. */
        boolean release() throws SQLException;

        /** Who holds it, in words; never fails because the holder has just gone. */
        String holder() throws SQLException;
    }

    private final Source source;
    private final MigrationSettings settings;
    private boolean held;

    public MigrationLock(Source source, MigrationSettings settings) {
        this.source = source;
        this.settings = settings;
    }

    public boolean held() {
        return held;
    }

    /**
     * Returns holding the lock; at once when it is held already.
     *
     * @throws MigrationException when the wait is over; it names the holder
     */
    public void acquire() throws SQLException {
        if (held) {
            return;
        }
        long deadline = System.nanoTime() + settings.lockWait().toNanos();
        long pause = FIRST_PAUSE_MILLIS;
        boolean told = false;
        while (!source.tryAcquire()) {
            String holder = source.holder();
            if (!told) {
                settings.observer().waiting(holder);
                told = true;
            }
            long left = deadline - System.nanoTime();
            if (left <= 0) {
                throw waitedTooLong(holder, settings.lockWait());
            }
            pause(Math.min(TimeUnit.NANOSECONDS.toMillis(left) + 1, jittered(pause)));
            pause = Math.min(LAST_PAUSE_MILLIS, pause * 2);
        }
        held = true;
    }

    /** @throws MigrationException when the lock turns out not to be held by this connection */
    @Override
    public void close() throws SQLException {
        if (!held) {
            return;
        }
        held = false;
        if (!source.release()) {
            throw new MigrationException(
                    Reason.LOCKED,
                    "the migration lock was not held by this connection any more: a pooler in transaction mode stands"
                            + " in between. Set storage.migration_dsn to a direct connection, then run \"ongoingai migrate up\".");
        }
    }

    private static long jittered(long pause) {
        return pause / 2 + ThreadLocalRandom.current().nextLong(pause / 2 + 1);
    }

    private static void pause(long millis) {
        try {
            TimeUnit.MILLISECONDS.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new MigrationException(Reason.LOCKED, "interrupted while waiting for the migration lock.", e);
        }
    }

    private static MigrationException waitedTooLong(String holder, Duration wait) {
        return new MigrationException(
                Reason.LOCKED,
                "another process holds the migration lock: " + holder + ". Waited " + wait.toSeconds()
                        + " s (storage.migration_lock_wait). Nothing was changed. When it is done, run \"ongoingai migrate up\" again.");
    }
}
