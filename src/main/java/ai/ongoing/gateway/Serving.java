package ai.ongoing.gateway;

import ai.ongoing.gateway.config.GatewayConfig;
import ai.ongoing.gateway.observability.LogSetup;
import ai.ongoing.gateway.startup.EventLoops;
import ai.ongoing.gateway.startup.HeapAtRest;
import ai.ongoing.gateway.startup.StartupFailure;
import java.io.PrintStream;
import java.util.concurrent.locks.LockSupport;
import java.util.function.UnaryOperator;

/**
 * {@code serve}: one gateway for the life of the process. SIGTERM and SIGINT stop it in order; the process then ends
 * with 0, or with 1 when something was not finished. A second signal changes nothing: the stop is bounded by
 * {@code server.shutdown_timeout} and a few seconds, and SIGKILL is the way to cut it short.
 */
final class Serving {

    private final PrintStream err;
    private final UnaryOperator<String> aimed;
    private final EarlyStop early;

    /**
     * A way to serve.
     *
     * @param aimed makes commands that a refusal proposes fit the one that was typed
     * @param early stops this process until there is a gateway to stop
     */
    Serving(PrintStream err, UnaryOperator<String> aimed, EarlyStop early) {
        this.err = err;
        this.aimed = aimed;
        this.early = early;
    }

    /** Serves until a signal comes; returns only when the start failed. */
    int serve(GatewayConfig config) {
        Runnable writeLog = LogSetup.apply(config.log());
        EventLoops.settle();
        Gateway gateway = new Gateway(config, UnaryOperator.identity());
        Thread stop = Thread.ofPlatform().name("gateway-stop").unstarted(() -> {
            boolean clean = gateway.stop();
            writeLog.run();
            // A JVM that ends by a signal reports 143 whatever its hooks achieved.
            Runtime.getRuntime().halt(clean ? 0 : 1);
        });
        Runtime.getRuntime().addShutdownHook(stop);
        early.over();
        try {
            gateway.start();
        } catch (StartupFailure failure) {
            return failed(failure, stop);
        }
        Thread.ofVirtual().name("heap-at-rest").start(new HeapAtRest(gateway::calls));
        return untilSignalled();
    }

    private int failed(StartupFailure failure, Thread stop) {
        try {
            Runtime.getRuntime().removeShutdownHook(stop);
        } catch (IllegalStateException signalled) {
            // A signal came during the start, which is no failure; the hook is at work and ends the process.
            return untilSignalled();
        }
        err.println(aimed.apply(String.valueOf(failure.getMessage())));
        return failure.getExitCode();
    }

    /** Never returns: the hook halts the process under it, and an abandoned start's interrupt is no reason to go. */
    static int untilSignalled() {
        while (true) {
            LockSupport.park();
        }
    }
}
