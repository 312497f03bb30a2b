package ai.ongoing.gateway.proxy;

import io.netty.channel.Channel;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Notices that nothing has moved on an exchange for too long. One timer an exchange that is pushed on only when it
 * fires, so that a moving byte costs one clock reading and one write. Touched from any thread; fires on the client's
 * event loop.
 */
final class IdleWatch implements Runnable {

    private final Channel client;
    private final long limitNanos;
    private final Runnable idle;
    private volatile long lastMove = System.nanoTime();
    private long unwritten;
    private volatile boolean stopped;
    private volatile @Nullable Future<?> timer;

    IdleWatch(Channel client, long limitNanos, Runnable idle) {
        this.client = client;
        this.limitNanos = limitNanos;
        this.idle = idle;
    }

    void start() {
        timer = client.eventLoop().schedule(this, limitNanos, TimeUnit.NANOSECONDS);
    }

    /** Something moved. */
    void touch() {
        lastMove = System.nanoTime();
    }

    void stop() {
        stopped = true;
        Future<?> waiting = timer;
        if (waiting != null) {
            waiting.cancel(false);
        }
    }

    @Override
    public void run() {
        if (stopped) {
            return;
        }
        // A slow reader empties what is already written to its channel without anybody being told.
        long nowUnwritten = client.bytesBeforeWritable() - client.bytesBeforeUnwritable();
        if (nowUnwritten != unwritten) {
            unwritten = nowUnwritten;
            touch();
        }
        long left = limitNanos - (System.nanoTime() - lastMove);
        if (left <= 0) {
            idle.run();
        } else {
            timer = client.eventLoop().schedule(this, left, TimeUnit.NANOSECONDS);
        }
    }
}
