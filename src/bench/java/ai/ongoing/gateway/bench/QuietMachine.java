package ai.ongoing.gateway.bench;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Whether anything else works on this machine: a bench beside a build measures the build. */
public final class QuietMachine {

    private static final double MOST_BUSY = 0.15;
    private static final long LOOK_SECONDS = 3;

    private final OperatingSystemMXBean system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);

    /** Ends the bench with 2 where something else works, unless {@code BENCH_LOADED} is set. */
    public static void demand() {
        if (System.getenv("BENCH_LOADED") == null) {
            new QuietMachine().refusal("set BENCH_LOADED=1").ifPresent(reason -> {
                System.err.println(reason);
                System.exit(2);
            });
        }
    }

    /** The share of the processors' time that was spent in the three seconds this takes; 0 where nobody can tell. */
    double busy() {
        system.getCpuLoad(); // The next answer is for the time since this one.
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(LOOK_SECONDS);
        while (System.nanoTime() < end) {
            LockSupport.parkNanos(end - System.nanoTime());
        }
        return Math.max(0, system.getCpuLoad());
    }

    /**
     * Why a bench should not begin: more than a seventh of the processors' time is taken. Empty when it may.
     *
     * @param way how to have it all the same, as a command
     */
    Optional<String> refusal(String way) {
        double busy = busy();
        return busy <= MOST_BUSY
                ? Optional.empty()
                : Optional.of(
                        "%.0f %% of the processors' time is taken by something else, so no figure would be worth more"
                                        .formatted(busy * 100)
                                + " than its ratio to another of the same run. Wait until it is quiet, or " + way);
    }
}
