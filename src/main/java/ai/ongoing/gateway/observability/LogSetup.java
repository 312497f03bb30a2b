package ai.ongoing.gateway.observability;

import ai.ongoing.gateway.config.LogConfig;
import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.OutputStream;
import org.slf4j.LoggerFactory;
import org.slf4j.bridge.SLF4JBridgeHandler;

/**
 * Sets up the log in code: one appender to standard output in the configured format. Spring Boot's own logging set-up is
 * switched off, so call this before Spring starts. Foreign code logs from WARN on, or from INFO on when the level is
 * DEBUG.
 */
public final class LogSetup {

    private static final String BOOT_SWITCH = "org.springframework.boot.logging.LoggingSystem";

    private LogSetup() {}

    /**
     * Applies the configured level and format; a later call replaces an earlier one.
     *
     * @return writes out what is queued and every later line at once; to be called before the process is halted
     */
    public static Runnable apply(LogConfig config) {
        System.setProperty(BOOT_SWITCH, "none");
        LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
        QueuedLines lines = apply(context, config, new FileOutputStream(FileDescriptor.out));
        bridgeJavaUtilLogging();
        // Shutdown hooks run side by side: the others go on logging, so this one changes to writing each line at once
        // rather than closing the log under them.
        Runtime.getRuntime()
                .addShutdownHook(Thread.ofPlatform().name("log-flush").unstarted(lines::writeThrough));
        return lines::writeThrough;
    }

    static QueuedLines apply(LoggerContext context, LogConfig config, OutputStream out) {
        context.reset();
        // Traces of stacks are rendered without looking up which jar a class came from: it costs and tells little.
        context.setPackagingDataEnabled(false);
        QueuedLines lines = new QueuedLines(
                switch (config.format()) {
                    case JSON -> new JsonLogLine();
                    case TEXT -> new TextLogLine();
                },
                out);
        lines.setContext(context);
        lines.setName("lines");
        lines.start();
        Logger root = context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        root.setLevel(config.level() == LogConfig.Level.DEBUG ? Level.INFO : atLeastWarn(config.level()));
        root.addAppender(lines);
        // A failed start is told in one line on stderr; Spring would add its own report of the same.
        context.getLogger("org.springframework.boot.SpringApplication").setLevel(Level.OFF);
        context.getLogger("org.springframework.boot.diagnostics").setLevel(Level.OFF);
        context.getLogger("org.springframework.boot.web.server.reactive").setLevel(Level.ERROR);
        // The proxy path tells every failed call itself, with its correlation id; the library would tell it twice.
        context.getLogger("reactor.netty.http.client.HttpClientConnect").setLevel(Level.ERROR);
        context.getLogger("reactor.netty.channel.FluxReceive").setLevel(Level.ERROR);
        // A rollback on a lost connection: the failure before it reaches the caller, who tells it.
        context.getLogger("org.springframework.transaction.support.TransactionTemplate")
                .setLevel(Level.OFF);
        context.getLogger(LogLine.OWN).setLevel(Level.toLevel(config.level().name()));
        return lines;
    }

    private static Level atLeastWarn(LogConfig.Level level) {
        return level == LogConfig.Level.ERROR ? Level.ERROR : Level.WARN;
    }

    /** The PostgreSQL driver logs through java.util.logging. */
    private static void bridgeJavaUtilLogging() {
        if (!SLF4JBridgeHandler.isInstalled()) {
            SLF4JBridgeHandler.removeHandlersForRootLogger();
            SLF4JBridgeHandler.install();
        }
    }
}
