package ai.ongoing.gateway.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.slf4j.LoggerFactory;

/**
 * Fails the test class at whose end Netty has reported a buffer that was never released, by that class or one before it.
 * Found by JUnit itself, for every test class. The detector reports only when a lost buffer was collected and another one
 * is allocated; {@link NoLeaks} provokes both.
 */
public final class LeakWatch implements BeforeAllCallback, AfterAllCallback {

    private static final int ROUNDS = 5;
    private static final int ALLOCATIONS = 200;

    private static final Queue<String> REPORTS = new ConcurrentLinkedQueue<>();
    private static final AppenderBase<ILoggingEvent> APPENDER = new AppenderBase<>() {
        @Override
        protected void append(ILoggingEvent event) {
            if (event.getFormattedMessage().contains("LEAK:")) {
                REPORTS.add(event.getFormattedMessage());
            }
        }
    };

    @Override
    public void beforeAll(ExtensionContext context) {
        Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        if (!root.isAttached(APPENDER)) {
            APPENDER.start();
            root.addAppender(APPENDER);
        }
    }

    @Override
    public void afterAll(ExtensionContext context) {
        assertNone();
    }

    /** Fails when there are reports, and forgets them. */
    static void assertNone() {
        List<String> all = new ArrayList<>(REPORTS);
        REPORTS.removeAll(all);
        assertThat(all).as("buffers that were never released").isEmpty();
    }

    /** Has another JVM collect, so that its detector sees what was lost. */
    public static void collectIn(Process jvm) {
        try {
            Path jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd");
            new ProcessBuilder(jcmd.toString(), Long.toString(jvm.pid()), "GC.run")
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start()
                    .waitFor(10, TimeUnit.SECONDS);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Makes the detector look. */
    static void provoke() {
        for (int round = 0; round < ROUNDS; round++) {
            System.gc();
            for (int i = 0; i < ALLOCATIONS; i++) {
                ByteBuf buffer = PooledByteBufAllocator.DEFAULT.directBuffer(64);
                buffer.release();
            }
        }
    }
}
