package ai.ongoing.gateway.cli.command;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * Lets a long command end in good order when it is told to stop by SIGINT or SIGTERM: the JVM's end waits, for half a
 * minute at most, until the command has given up its work. The process then ends with 130, as the JVM does by itself.
 */
public final class Interrupt implements BooleanSupplier, AutoCloseable {

    private static final int PATIENCE_SECONDS = 30;

    private final CountDownLatch done = new CountDownLatch(1);
    private final Thread hook = new Thread(this::stop, "interrupt");
    private volatile boolean told;

    private Interrupt() {}

    public static Interrupt listening() {
        Interrupt interrupt = new Interrupt();
        Runtime.getRuntime().addShutdownHook(interrupt.hook);
        return interrupt;
    }

    private void stop() {
        told = true;
        try {
            if (!done.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                return; // whatever it does, its transaction ends with the connection
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Whether the command should stop. */
    @Override
    public boolean getAsBoolean() {
        return told;
    }

    @Override
    public void close() {
        done.countDown();
        if (!told) {
            try {
                Runtime.getRuntime().removeShutdownHook(hook);
            } catch (IllegalStateException e) {
                told = true; // the end has begun just now, and the hook has nothing left to wait for
            }
        }
    }
}
