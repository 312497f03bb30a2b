package ai.ongoing.gateway.bench;

import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Looks at what a target holds, five times a second, and keeps the most it saw. */
final class MemoryPeak {

    private static final long LOOKS_EVERY_MILLIS = 200;

    private final CountDownLatch over = new CountDownLatch(1);
    private final CompletableFuture<Long> most;

    private MemoryPeak(Target target) {
        this.most = CompletableFuture.supplyAsync(() -> watched(target));
    }

    static MemoryPeak of(Target target) {
        return new MemoryPeak(target);
    }

    private long watched(Target target) {
        try {
            long seen = target.anonymousMebibytes();
            while (!over.await(LOOKS_EVERY_MILLIS, TimeUnit.MILLISECONDS)) {
                seen = Math.max(seen, target.anonymousMebibytes());
            }
            return Math.max(seen, target.anonymousMebibytes());
        } catch (IOException | InterruptedException e) {
            throw new CompletionException(e);
        }
    }

    /** Ends the looking; anonymous resident memory in MiB. */
    long most() {
        over.countDown();
        return most.join();
    }
}
