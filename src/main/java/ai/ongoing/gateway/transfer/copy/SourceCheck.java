package ai.ongoing.gateway.transfer.copy;

import ai.ongoing.gateway.migration.MigrationExit;
import ai.ongoing.gateway.storage.Endpoint;
import ai.ongoing.gateway.storage.bulk.BulkSource;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Looks through the whole source beside the copy, in a thread and on a connection of its own: it takes about as long as
 * copying does, and only the proof has to wait for it. One that is not needed finds nothing.
 */
final class SourceCheck implements AutoCloseable {

    private static final Duration PAUSE = Duration.ofMillis(20);

    private final @Nullable BulkSource source;
    private final FutureTask<List<String>> findings;
    private final @Nullable Thread thread;

    private SourceCheck(BulkSource source) {
        this.source = source;
        this.findings = new FutureTask<>(source::unsoundness);
        this.thread = Thread.ofPlatform().name("copy-check").daemon().start(findings);
    }

    private SourceCheck() {
        this.source = null;
        this.findings = new FutureTask<>(List::of);
        this.findings.run();
        this.thread = null;
    }

    /**
     * Begins at once. A server looks after its own pages.
     *
     * @param excluded tables that the copy leaves out, by name
     */
    static SourceCheck beside(Endpoint from, Set<String> excluded) {
        return from.isServer() ? new SourceCheck() : new SourceCheck(from.source(excluded));
    }

    /** Of a source in which nothing was written since all of it was looked at. */
    static SourceCheck notNeeded() {
        return new SourceCheck();
    }

    /**
     * What is wrong with the source; waits until all of it was looked at.
     *
     * @param cancelled asked while it waits
     * @throws CopyException when that says so
     */
    List<String> findings(BooleanSupplier cancelled) {
        try {
            while (!findings.isDone() && !cancelled.getAsBoolean()) {
                join();
            }
            if (!findings.isDone()) {
                throw new CopyException(MigrationExit.INTERRUPTED, "stopped while the source was looked through");
            }
            return findings.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException failure) {
                throw failure;
            }
            throw new IllegalStateException("the source could not be looked through", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("the copy's thread was interrupted", e);
        }
    }

    private void join() throws InterruptedException {
        if (thread != null) {
            thread.join(PAUSE);
        }
    }

    /** Ends the look, however far it came: a connection is not closed under a statement that runs. */
    @Override
    public void close() {
        if (source == null || thread == null) {
            return;
        }
        boolean interrupted = false;
        while (thread.isAlive()) {
            // Again and again, for it may not have begun yet.
            source.stopLooking();
            try {
                join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        source.close();
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
