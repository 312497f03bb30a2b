package ai.ongoing.gateway.proxy;

import io.netty.channel.Channel;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Notices that nothing has moved on an exchange for too long, or that its request trickles in. One timer an exchange
 * that is pushed on only when it fires, so that a moving byte costs one clock reading and one write. Touched from any
 * thread; fires on the client's event loop.
 */
final class IdleWatch implements Runnable {

    /** Bytes a second below which an upload counts as a drip; the default of Kestrel's MinRequestBodyDataRate. */
    static final int LEAST_UPLOAD = 240;

    private final Channel client;
    private final long idleNanos;
    private final long uploadNanos;
    private final Exchange exchange;
    private volatile long lastMove = System.nanoTime();
    private long unwritten;
    // Pieces of the request; written by one thread each, and a third wants a hint.
    private long asked;
    private long sent;
    // Of the upload; only the client's event loop counts and judges it.
    private long pieceBegan = lastMove;
    private long uploaded;
    private volatile long clientsTurn = lastMove;
    private volatile boolean stopped;
    private volatile @Nullable Future<?> timer;
    private volatile @Nullable Future<?> deadline;

    /** The exchange that is watched. */
    interface Exchange {

        /** Whether more of the request is due, and the way to the provider is open. */
        boolean waitsForUpload();

        /** Nothing has moved for too long; the cause names the setting and its value. */
        void idle(Throwable silence);

        /** Answers in the provider's place; false when its answer came in this moment, and the call goes on. */
        boolean giveUp(boolean clientsFault, Throwable silence);
    }

    /**
     * A watch that is not yet started.
     *
     * @param idle longest time without a move
     * @param upload the time over which a request's body has to come at {@link #LEAST_UPLOAD}
     */
    IdleWatch(Channel client, Duration idle, Duration upload, Exchange exchange) {
        this.client = client;
        this.idleNanos = idle.toNanos();
        this.uploadNanos = upload.toNanos();
        this.exchange = exchange;
    }

    void start() {
        runIn(Math.min(idleNanos, uploadNanos));
    }

    private void runIn(long nanos) {
        timer = client.eventLoop().schedule(this, nanos, TimeUnit.NANOSECONDS);
        stopAgain();
    }

    /** The exchange has no longer than this from now on, whatever moves; forgotten with the watch. */
    void endIn(Duration most, Runnable end) {
        deadline = client.eventLoop().schedule(end, most.toNanos(), TimeUnit.NANOSECONDS);
        stopAgain();
    }

    /** Whoever stopped the watch in this moment may have seen the timer from before. */
    private void stopAgain() {
        if (stopped) {
            stop();
        }
    }

    /** Something moved. */
    void touch() {
        lastMove = System.nanoTime();
    }

    /** The provider takes so many pieces of the request more; where it had taken all, the client's turn begins. */
    void providerTakes(long pieces) {
        if (asked <= sent) {
            clientsTurn = System.nanoTime();
        }
        asked += pieces;
    }

    /** Whether nobody but the client holds the request up. */
    boolean waitsForClient() {
        return asked > sent && exchange.waitsForUpload();
    }

    /** A piece of the request came. */
    void uploaded(int bytes) {
        sent++;
        uploaded += bytes;
        touch();
    }

    /** For good; from any thread. */
    void stop() {
        stopped = true;
        cancel(timer);
        cancel(deadline);
    }

    private static void cancel(@Nullable Future<?> waiting) {
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
        long now = System.nanoTime();
        long left = idleNanos - (now - lastMove);
        if (left <= 0) {
            exchange.idle(silence("proxy.idle_timeout", idleNanos));
        } else if (!trickles(now) || !exchange.giveUp(true, silence("proxy.upload_timeout", uploadNanos))) {
            runIn(Math.min(left, uploadNanos - (now - pieceBegan)));
        }
    }

    private static Throwable silence(String setting, long nanos) {
        return new IllegalStateException("too little was heard for " + setting + " = " + Duration.ofNanos(nanos));
    }

    private boolean trickles(long now) {
        long turn = clientsTurn;
        if (turn - pieceBegan > 0) {
            pieceBegan = turn;
        }
        long passed = now - pieceBegan;
        if (!waitsForClient()) {
            pieceBegan = now; // time in which the provider took nothing is not the client's
            uploaded = 0;
        } else if (passed >= uploadNanos) {
            if (uploaded < TimeUnit.NANOSECONDS.toMillis(passed) * LEAST_UPLOAD / 1000) {
                return true;
            }
            pieceBegan = now;
            uploaded = 0;
        }
        return false;
    }
}
