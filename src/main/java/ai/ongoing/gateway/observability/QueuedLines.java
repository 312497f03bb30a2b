package ai.ongoing.gateway.observability;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.UnsynchronizedAppenderBase;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Hands log events to one thread that renders them and writes many lines at once. Loses nothing: when
 * {@value #MOST_WAITING} events wait because nobody reads the output, logging threads wait for room. After
 * {@link #writeThrough} every line is written before the logging call returns. Thread-safe.
 */
final class QueuedLines extends UnsynchronizedAppenderBase<ILoggingEvent> {

    static final int MOST_WAITING = 16_384;

    private static final int MOST_AT_ONCE = 512;
    private static final long LINGER_NANOS = TimeUnit.MILLISECONDS.toNanos(20);
    private static final long ROOM_WAIT_NANOS = TimeUnit.MICROSECONDS.toNanos(200);

    private final LogLine line;
    private final OutputStream out;
    private final ConcurrentLinkedQueue<ILoggingEvent> events = new ConcurrentLinkedQueue<>();
    private final AtomicInteger waiting = new AtomicInteger();
    private final LineBuffer buffer = new LineBuffer();
    private final Object writing = new Object();
    private volatile boolean direct;
    private volatile @Nullable Thread sleeper;
    private @Nullable Thread thread;

    QueuedLines(LogLine line, OutputStream out) {
        this.line = line;
        this.out = out;
    }

    @Override
    public void start() {
        super.start();
        thread = Thread.ofPlatform().name("log-writer").daemon().start(this::run);
    }

    @Override
    protected void append(ILoggingEvent event) {
        // The message's arguments may change once the call returns; names of threads and MDC stand in no line.
        event.getFormattedMessage();
        // The log's own thread must not wait for itself.
        while (waiting.get() >= MOST_WAITING
                && !direct
                && !Thread.currentThread().equals(thread)) {
            LockSupport.parkNanos(this, ROOM_WAIT_NANOS);
        }
        waiting.incrementAndGet();
        events.offer(event);
        Thread asleep = sleeper;
        if (asleep != null) {
            LockSupport.unpark(asleep);
        }
        if (direct) {
            writeAll();
        }
    }

    private void run() {
        while (!direct) {
            awaitEvents();
            writeAll();
        }
        writeAll();
    }

    private void awaitEvents() {
        if (events.isEmpty() && !direct) {
            sleeper = Thread.currentThread();
            try {
                while (events.isEmpty() && !direct) {
                    LockSupport.park(this);
                }
            } finally {
                sleeper = null;
            }
            // The next lines come while this one waits, and need no wake-up of their own: at 500 calls a second nine of
            // ten.
            LockSupport.parkNanos(this, LINGER_NANOS);
        }
    }

    /** Writes everything that is there, in order, by whichever thread asks. */
    private void writeAll() {
        synchronized (writing) {
            List<ILoggingEvent> batch = new ArrayList<>();
            while (take(batch) > 0) {
                buffer.clear();
                batch.forEach(this::render);
                write();
                batch.clear();
            }
        }
    }

    private int take(List<ILoggingEvent> batch) {
        ILoggingEvent event;
        while (batch.size() < MOST_AT_ONCE && (event = events.poll()) != null) {
            batch.add(event);
        }
        waiting.addAndGet(-batch.size());
        return batch.size();
    }

    private void render(ILoggingEvent event) {
        try {
            line.write(event, buffer);
        } catch (RuntimeException broken) {
            addError("a log line could not be rendered: " + event.getMessage(), broken);
        }
    }

    private void write() {
        try {
            out.write(buffer.array(), 0, buffer.length());
            out.flush();
        } catch (IOException closed) {
            // Standard output is gone. The gateway's work is not: it goes on without its log.
            addError("log lines could not be written", closed);
        }
    }

    /** Writes what is waiting, and from now on each line at once: nothing may be lost when the process ends. */
    void writeThrough() {
        direct = true;
        LockSupport.unpark(thread);
        writeAll();
    }

    @Override
    public void stop() {
        writeThrough();
        super.stop();
    }

    /** Waits until everything logged before this call is written; for tests and measurements. */
    boolean flush(Duration atMost) {
        long end = System.nanoTime() + atMost.toNanos();
        while (waiting.get() > 0 && System.nanoTime() < end) {
            LockSupport.parkNanos(this, ROOM_WAIT_NANOS);
        }
        synchronized (writing) {
            return waiting.get() == 0;
        }
    }
}
